// The CLIP models that can be named and pulled: OpenAI's ViT-B/32 as published on the hub, with pinned hashes.
// models.ts lists them beside the built-in one; docs/models.md tells how to choose.
import type { HubFile, ModelRow } from './pack/model-row.ts'

/** CLIP's own preprocessing: the numbers of `preprocessor_config.json` in OpenAI's release. */
const preprocess: ModelRow['image']['preprocess'] = {
  size: 224,
  resize: 'short-side',
  kernel: 'cubic',
  crop: 'center',
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
}

const imageTower: ModelRow['image'] = {
  file: 'image.onnx',
  input: 'pixel_values',
  output: 'image_embeds',
  layout: 'nchw-float32',
  preprocess,
}

const imageFp32: HubFile = {
  file: 'image.onnx',
  tower: 'image',
  repo: 'Qdrant/clip-ViT-B-32-vision',
  revision: 'a636590e595dbbd798647c9dd4550d5652fba969',
  path: 'model.onnx',
  aboutBytes: 352_000_000,
  sha256: 'c68d3d9a200ddd2a8c8a5510b576d4c94d1ae383bf8b36dd8c084f94e1fb4d63',
}

const imageInt8: HubFile = {
  file: 'image.onnx',
  tower: 'image',
  repo: 'Xenova/clip-vit-base-patch32',
  revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
  path: 'onnx/vision_model_int8.onnx',
  aboutBytes: 88_648_877,
  sha256: '0ab0c1b3ace708e539633af1744d5a95247fe4e14d3e08ff197ef82a6cb9bd93',
}

const englishRepo = { repo: 'Qdrant/clip-ViT-B-32-text', revision: '48ca1db27cb4063eb311ec2aa7f087a808112876' }

const english: { text: ModelRow['text']; files: HubFile[] } = {
  text: {
    file: 'text.onnx',
    inputs: { ids: 'input_ids', mask: 'attention_mask' },
    output: 'text_embeds',
    batchMax: 8,
    tokenizer: { file: 'tokenizer.json', context: 77 },
  },
  files: [
    {
      ...englishRepo,
      file: 'text.onnx',
      tower: 'text',
      path: 'model.onnx',
      aboutBytes: 254_000_000,
      sha256: '4dbe762b11e36488304471e439cde89da053ad7acaddbf9e096745d142ec8d8b',
    },
    {
      ...englishRepo,
      file: 'tokenizer.json',
      tower: 'text',
      path: 'tokenizer.json',
      aboutBytes: 2_200_000,
      sha256: 'b68d571997a1f81bf521fb73806740ddb91e4ed6666cb6e996c066bb289cf55b',
    },
  ],
}

// The branch is not pinned, as no commit is known; the graph's hash is, and the tokenizer's is recorded at the first pull.
const multilingualRepo = { repo: 'canavar/clip-ViT-B-32-multilingual-v1-ONNX', revision: 'main' }

const multilingual: { text: ModelRow['text']; files: HubFile[] } = {
  text: {
    file: 'text.onnx',
    inputs: { ids: 'input_ids', mask: 'attention_mask' },
    output: 'sentence_embedding',
    batchMax: 8,
    tokenizer: { file: 'tokenizer.json', context: 128 },
  },
  files: [
    {
      ...multilingualRepo,
      file: 'text.onnx',
      tower: 'text',
      path: 'model.onnx',
      aboutBytes: 541_000_000,
      sha256: '7f3129e76a60a33aa42941a369d54266151f9ca2e7e4d52295300edb85c5bbeb',
    },
    { ...multilingualRepo, file: 'tokenizer.json', tower: 'text', path: 'tokenizer.json', aboutBytes: 2_920_000 },
  ],
}

type Language = { label: string; sees: string; licence: string; text: ModelRow['text']; files: HubFile[] }

const languages: Record<'english' | 'multilingual', Language> = {
  english: { ...english, label: 'English', sees: 'English text', licence: 'MIT' },
  multilingual: {
    ...multilingual,
    label: '50+ languages',
    sees: 'text in more than 50 languages',
    licence: 'MIT AND Apache-2.0',
  },
}

function clipRow(name: string, language: Language, image: HubFile): ModelRow {
  const isInt8 = image === imageInt8
  const precision = isInt8 ? ', 8-bit image tower' : ''
  return {
    name,
    revision: '1',
    title: `CLIP ViT-B/32, ${language.label}${precision}`,
    description: `OpenAI’s CLIP ViT-B/32: pictures and ${language.sees} in one space, zero-shot${isInt8 ? '; pictures through an 8-bit form of the tower, smaller and less exact' : ''}.`,
    licence: language.licence,
    // One space for all: the fingerprint holds the image tower’s hash as well, which tells the 8-bit form apart.
    space: 'clip-vit-b-32',
    dims: 512,
    // The 8-bit form scales its numbers over the whole run, so that several pictures in one would change each other's vectors.
    image: isInt8 ? imageTower : { ...imageTower, batchMax: 8 },
    text: language.text,
    files: [image, ...language.files],
  }
}

export const clipModels: readonly ModelRow[] = [
  clipRow('clip-vit-b-32-multilingual', languages.multilingual, imageFp32),
  clipRow('clip-vit-b-32-multilingual-int8', languages.multilingual, imageInt8),
  clipRow('clip-vit-b-32', languages.english, imageFp32),
  clipRow('clip-vit-b-32-int8', languages.english, imageInt8),
]
