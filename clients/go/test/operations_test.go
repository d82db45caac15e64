package test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/oapi-codegen/runtime/types"
	"likeness.example/go/form"
	"likeness.example/go/likeness"
)

func TestHealthAndMetricsAreTold(t *testing.T) {
	client, ctx := connect(t), t.Context()
	equal(t, "liveness", must(client.GetLivenessWithResponse(ctx)).JSON200.Status, "live")
	equal(t, "model", must(client.GetReadinessWithResponse(ctx)).JSON200.Model.Name, "builtin")
	equal(t, "metrics", bytes.HasPrefix(must(client.GetMetricsWithResponse(ctx)).Body, []byte("# HELP ")), true)
	equal(t, "images", must(client.GetStatsWithResponse(ctx)).JSON200.Images >= 4, true)
}

func TestWordsFindPictures(t *testing.T) {
	client, ctx := connect(t), t.Context()
	filter := likeness.Filter{Tags: &likeness.TagCondition{All: &[]string{"sample"}}}
	body := likeness.TextSearch{Query: "a cup of coffee", K: new(2), Filter: &filter}
	hits := must(client.SearchByTextWithResponse(ctx, body)).JSON200.Hits
	equal(t, "hits", len(hits), 2)
	equal(t, "the best", *hits[0].RelativePath, cup)
	inAddress := must(client.SearchByTextInAddressWithResponse(ctx, &likeness.SearchByTextInAddressParams{
		Q:      "a cup of coffee",
		K:      new(4),
		Fields: &[]likeness.HitField{likeness.HitFieldImageName, likeness.HitFieldTags},
		Filter: &likeness.Filter{PathPrefix: new(inFood)},
	}))
	equal(t, "hits of an address", len(inAddress.JSON200.Hits), 3)
	equal(t, "tags", (*inAddress.JSON200.Hits[0].Tags)[0], "sample")
}

func TestPicturesFindPictures(t *testing.T) {
	client, ctx := connect(t), t.Context()
	picture := bytes.NewReader(readPhoto(cup))
	one := &likeness.SearchByImageParams{K: new(1)}
	byBytes := must(client.SearchByImageWithBodyWithResponse(ctx, one, "application/octet-stream", picture))
	id := byBytes.JSON200.Hits[0].ImageId

	body, contentType := must2(form.Encode(likeness.ImageSearchForm{
		Image:   form.File("cup.jpg", readPhoto(cup)),
		K:       new(1),
		Filter:  &likeness.Filter{PathPrefix: new(inFood)},
		Fields:  &[]likeness.HitField{likeness.HitFieldImageName, likeness.HitFieldTags},
		Exclude: &[]likeness.QueryPart{text("fruit", 0.5), text("a table", 0.2)},
	}))
	byForm := must(client.SearchByImageWithBodyWithResponse(ctx, nil, contentType, body))
	equal(t, "by a form", byForm.JSON200.Hits[0].ImageId, id)

	var stored likeness.ImageInput
	must(0, stored.FromStoredImageRef(likeness.StoredImageRef{ImageId: id}))
	byId := must(client.SearchByImageWithResponse(ctx, nil, likeness.ImageSearch{Image: stored, K: new(2)}))
	equal(t, "by a stored image", len(byId.JSON200.Hits), 2)
	similar := must(client.FindSimilarImagesWithResponse(ctx, id, &likeness.FindSimilarImagesParams{K: new(3)}))
	equal(t, "similar", len(similar.JSON200.Hits), 3)

	var upload likeness.PartImage
	must(0, upload.FromUploadRef(likeness.UploadRef{Upload: 0}))
	var part likeness.QueryPart
	must(0, part.FromImagePart(likeness.ImagePart{Image: upload}))
	body, contentType = must2(form.Encode(likeness.ComposedSearchForm{
		Image: []types.File{form.File("cup.jpg", readPhoto(cup))},
		Parts: []likeness.QueryPart{part, text("at night", 0.5)},
		K:     new(1),
	}))
	composed := must(client.SearchWithBodyWithResponse(ctx, contentType, body))
	equal(t, "by parts", composed.JSON200.Hits[0].ImageId, id)
	search := func(query string) likeness.ComposedSearch {
		return likeness.ComposedSearch{Parts: []likeness.QueryPart{text(query, 1)}, K: new(1)}
	}
	searches := likeness.SearchBatch{Searches: []likeness.ComposedSearch{search("a rocket"), search("coffee")}}
	batch := must(client.SearchBatchWithResponse(ctx, searches))
	equal(t, "the first of a batch", *batch.JSON200.Results[0].Hits[0].RelativePath, "space/rocket-launch.jpg")
}

func TestAFormIsMadeOfAPointerTooAndOfNothingElse(t *testing.T) {
	_, contentType := must2(form.Encode(&likeness.ImageSearchForm{Image: form.File("cup.jpg", readPhoto(cup))}))
	equal(t, "type", strings.HasPrefix(contentType, "multipart/form-data; boundary="), true)
	for _, fields := range []any{nil, (*likeness.ImageSearchForm)(nil), 7} {
		_, _, err := form.Encode(fields)
		equal(t, "an error", err != nil, true)
	}
}

func TestPagesFollowOneAnother(t *testing.T) {
	client, ctx := connect(t), t.Context()
	seen := map[string]bool{}
	body := likeness.TextSearch{Query: "food", K: new(2), Filter: &likeness.Filter{PathPrefix: new(inFood)}}
	for pages := 1; ; pages++ {
		page := must(client.SearchByTextWithResponse(ctx, body)).JSON200
		for _, hit := range page.Hits {
			seen[hit.ImageId] = true
		}
		if page.NextCursor.IsNull() {
			equal(t, "pages", pages, 2)
			break
		}
		body.Cursor = new(page.NextCursor.MustGet())
	}
	equal(t, "hits", len(seen), 3)
	listed := must(client.ListImagesWithResponse(ctx, &likeness.ListImagesParams{
		Sort:   new(likeness.ImageOrderMinusAddedAt),
		Limit:  new(2),
		Filter: &likeness.Filter{PathPrefix: new(inFood)},
	}))
	equal(t, "a page", len(listed.JSON200.Images), 2)
	equal(t, "in all", listed.JSON200.Total, 3)
}

func TestTextsAndPicturesBecomeVectors(t *testing.T) {
	client, ctx := connect(t), t.Context()
	var cat likeness.VectorizeInput
	must(0, cat.FromTextToVectorize(likeness.TextToVectorize{Text: "a cat"}))
	inputs := likeness.VectorizeRequest{Inputs: []likeness.VectorizeInput{cat}}
	vectors := must(client.VectorizeWithResponse(ctx, nil, inputs)).JSON200.Vectors
	equal(t, "numbers", len(must(vectors[0].Vector.AsFloatVector())), 512)
	body, contentType := must2(form.Encode(likeness.VectorizeForm{
		Text:           &[]string{"a cat", "a dog"},
		Image:          &[]types.File{form.File("cup.jpg", readPhoto(cup))},
		EncodingFormat: new(likeness.EncodingFormatBase64),
	}))
	equal(t, "of a form", len(must(client.VectorizeWithBodyWithResponse(ctx, nil, contentType, body)).JSON200.Vectors), 3)
	var input likeness.EmbeddingInputs
	must(0, input.FromEmbeddingInputList([]string{"a cat"}))
	embeddings := must(client.CreateEmbeddingsWithResponse(ctx, likeness.EmbeddingsRequest{Model: "builtin", Input: input}))
	equal(t, "embeddings", len(embeddings.JSON200.Data), 1)
	model := must(client.ListModelsWithResponse(ctx)).JSON200.Data[0]
	equal(t, "a model", must(client.GetModelWithResponse(ctx, model.Id)).JSON200.Id, model.Id)
}

func TestAPictureIsAddedReadChangedAndRemoved(t *testing.T) {
	client, ctx := connect(t), t.Context()
	crab := readPhoto("animals/crab.jpg")
	var album, rating likeness.AttributeValue
	must(0, album.FromAttributeValue0("Porto"))
	must(0, rating.FromAttributeValue1(4.5))
	attributes := &likeness.AttributeValues{"album": album, "rating": rating}
	location := &likeness.Location{Lat: 1.234567891, Lon: 2.5}
	body, contentType := must2(form.Encode(likeness.AddImagesForm{
		Image: []types.File{form.File("crab.jpg", crab), form.File("koala.jpg", readPhoto("animals/koala.jpg"))},
		Metadata: &[]likeness.ImageMetadata{
			{ImageId: new("go-1"), RelativePath: new("go/1.jpg"), Location: location, Attributes: attributes},
			{ImageId: new("go-2"), RelativePath: new("go/2.jpg")},
		},
		Overwrite: new(true),
	}))
	key := &likeness.AddImagesParams{IdempotencyKey: new("go")}
	added := must(client.AddImagesWithBodyWithResponse(ctx, key, contentType, body))
	equal(t, "added", added.JSON200.Results[1].Status, likeness.AddStatusCreated)
	raw := &likeness.AddImagesParams{RelativePath: new("go/3.jpg"), Tags: &likeness.Tags{"go", "raw"}}
	horses := bytes.NewReader(readPhoto("animals/horses.jpg"))
	third := must(client.AddImagesWithBodyWithResponse(ctx, raw, "application/octet-stream", horses))
	equal(t, "tags of an address", len(third.JSON201.Results[0].Image.Tags), 2)

	image := must(client.GetImageWithResponse(ctx, "go-1")).JSON200
	equal(t, "latitude", image.Location.MustGet().Lat, 1.234567891)
	taken := time.Date(2024, 5, 17, 18, 3, 0, 0, time.UTC)
	patched := must(client.UpdateImageWithResponse(ctx, "go-1", likeness.ImagePatch{
		TakenAt:  nullable.NewNullableWithValue(taken),
		Location: nullable.NewNullNullable[likeness.Location](),
		// Nil is null.
		Attributes: &likeness.AttributeChanges{"rating": nil},
	})).JSON200
	equal(t, "taken at", patched.TakenAt.MustGet(), taken)
	equal(t, "null clears", patched.Location.IsNull(), true)
	equal(t, "attributes", len(patched.Attributes), 1)
	equal(t, "album", must(patched.Attributes["album"].AsAttributeValue0()), "Porto")
	porto := likeness.AttributeFilter{"album": likeness.AttributeCondition{Any: &[]string{"Porto"}}}
	inPorto := &likeness.ListImagesParams{Filter: &likeness.Filter{Attributes: &porto}}
	equal(t, "in the album", must(client.ListImagesWithResponse(ctx, inPorto)).JSON200.Total, 1)
	content := must(client.GetImageContentWithResponse(ctx, "go-1", nil)).Body
	equal(t, "content", bytes.Equal(content, crab), true)
	small := &likeness.GetImageThumbnailParams{Size: new(likeness.ThumbnailSizeSmall)}
	thumbnail := must(client.GetImageThumbnailWithResponse(ctx, "go-1", small)).Body
	equal(t, "thumbnail", string(thumbnail[8:12]), "WEBP")
	equal(t, "removed", must(client.DeleteImageWithResponse(ctx, "go-1")).StatusCode(), 204)
}

func TestAFailureIsAProblem(t *testing.T) {
	client, ctx := connect(t), t.Context()
	gone := must(client.GetImageWithResponse(ctx, "nobody"))
	equal(t, "status", gone.StatusCode(), 404)
	equal(t, "code", gone.ApplicationproblemJSONDefault.Code, "IMAGE_NOT_FOUND")
	wrong := must(client.SearchByTextWithResponse(ctx, likeness.TextSearch{Query: "a cat", K: new(0)}))
	equal(t, "pointer", (*wrong.ApplicationproblemJSONDefault.Errors)[0].Pointer, "/k")
}

func TestDocumentsAreImportedWithTheirVectors(t *testing.T) {
	client, ctx := connect(t), t.Context()
	dims := must(client.GetReadinessWithResponse(ctx)).JSON200.Model.Dims
	params := &likeness.ImportImagesParams{Model: new("builtin")}
	documents, lines := io.Pipe()
	go func() {
		for i := range 3 {
			vector := make([]float32, dims)
			vector[i] = 1
			id := fmt.Sprintf("go-doc-%d", i)
			document := map[string]any{"image_id": id, "relative_path": id + ".jpg", "image_embedding": vector}
			must(lines.Write(append(must(json.Marshal(document)), '\n')))
		}
		lines.Close()
	}()
	answer := must(client.ImportImagesWithBody(ctx, params, "application/x-ndjson", documents))
	defer answer.Body.Close()
	created := 0
	var line likeness.ImportLine
	for scanner := bufio.NewScanner(answer.Body); scanner.Scan(); {
		line = likeness.ImportLine{}
		must(0, json.Unmarshal(scanner.Bytes(), &line))
		if line.Status != nil && *line.Status == likeness.ImportStatusCreated {
			created++
		}
	}
	equal(t, "created", created, 3)
	equal(t, "the sum", line.Summary.Created, 3)
}

func TestAJobIsFollowedToItsEnd(t *testing.T) {
	client, ctx := connect(t), t.Context()
	request := likeness.IngestJobRequest{Path: new("food"), Exclude: &[]string{"drafts/"}}
	job := must(client.StartIngestJobWithResponse(ctx, request)).JSON202.JobId
	events := must(client.FollowJob(ctx, job))
	defer events.Body.Close()
	last := ""
	for scanner := bufio.NewScanner(events.Body); scanner.Scan(); {
		if event, ok := strings.CutPrefix(scanner.Text(), "event: "); ok {
			last = event
		}
	}
	equal(t, "the last event", last, "end")
	equal(t, "state", must(client.GetJobWithResponse(ctx, job)).JSON200.State, likeness.JobStateSucceeded)
	equal(t, "cancelled", must(client.CancelJobWithResponse(ctx, job)).JSON202.State, likeness.JobStateSucceeded)
	equal(t, "jobs", len(must(client.ListJobsWithResponse(ctx, &likeness.ListJobsParams{Limit: new(1)})).JSON200.Jobs), 1)
}

func TestManyImagesAreLookedAtAndChangedAtOnce(t *testing.T) {
	client, ctx := connect(t), t.Context()
	params := &likeness.AddImagesParams{RelativePath: new("go-many/1.jpg")}
	sheep := bytes.NewReader(readPhoto("animals/sheep.jpg"))
	must(client.AddImagesWithBodyWithResponse(ctx, params, "application/octet-stream", sheep))
	byTag := &likeness.GetFacetsParams{Facets: &[]likeness.FacetName{likeness.FacetNameTags}}
	equal(t, "facets", must(client.GetFacetsWithResponse(ctx, byTag)).JSON200.Facets.Tags != nil, true)
	alike := &likeness.FindDuplicatesParams{MinSimilarity: new(0.99)}
	equal(t, "duplicates", must(client.FindDuplicatesWithResponse(ctx, alike)).StatusCode(), 200)
	facts := likeness.FileFacts{RelativePath: cup, SizeBytes: 1, FileModifiedAt: time.Now()}
	compared := must(client.CompareFilesWithResponse(ctx, likeness.FileComparison{Files: []likeness.FileFacts{facts}}))
	equal(t, "changed", compared.JSON200.Changed[0], cup)
	prune := likeness.PruneRequest{Filter: &likeness.Filter{PathPrefix: new(inFood)}}
	equal(t, "missing", len(must(client.PruneImagesWithResponse(ctx, prune)).JSON200.Missing), 0)
	many := likeness.Filter{PathPrefix: new("go-many/")}
	update := likeness.ImagesUpdate{Filter: many, DryRun: new(false), AddTags: &likeness.Tags{"many"}}
	equal(t, "updated", len(must(client.UpdateImagesWithResponse(ctx, update)).JSON200.Matched), 1)
	remove := likeness.ImagesDelete{Filter: many, DryRun: new(false)}
	equal(t, "deleted", len(must(client.DeleteImagesWithResponse(ctx, remove)).JSON200.Matched), 1)
}

func text(words string, weight float64) likeness.QueryPart {
	var part likeness.QueryPart
	must(0, part.FromTextPart(likeness.TextPart{Text: words, Weight: &weight}))
	return part
}

func must2[A, B any](a A, b B, err error) (A, B) {
	return must(a, err), b
}
