// Adds the pictures that are named, then finds those like some words:
//
//	LIKENESS_URL=http://127.0.0.1:3000 LIKENESS_API_KEY=… go run ./example/find-pictures 'a cup of coffee' photo.jpg …
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"github.com/oapi-codegen/runtime/types"
	"likeness.example/go/form"
	"likeness.example/go/likeness"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: find-pictures WORDS [PICTURE …]")
	}
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, query string, paths []string) error {
	client, err := likeness.NewClientWithResponses(os.Getenv("LIKENESS_URL"), likeness.WithRequestEditorFn(authorise))
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := add(ctx, client, path); err != nil {
			return err
		}
	}
	found, err := client.SearchByTextWithResponse(ctx, likeness.TextSearch{Query: query, K: new(5)})
	if err != nil {
		return err
	}
	if problem := found.ApplicationproblemJSONDefault; problem != nil {
		return fmt.Errorf("the service refused: %s: %s", problem.Code, problem.Detail)
	}
	if found.JSON200 == nil {
		return fmt.Errorf("the service did not answer: %s", found.Status())
	}
	for _, hit := range found.JSON200.Hits {
		fmt.Printf("%.3f %s\n", hit.Score, *hit.RelativePath)
	}
	return nil
}

func add(ctx context.Context, client *likeness.ClientWithResponses, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	body, contentType, err := form.Encode(likeness.AddImagesForm{
		Image:    []types.File{form.File(filepath.Base(path), content)},
		Metadata: &[]likeness.ImageMetadata{{Tags: &likeness.Tags{"example"}}},
	})
	if err != nil {
		return err
	}
	added, err := client.AddImagesWithBodyWithResponse(ctx, nil, contentType, body)
	if err != nil {
		return err
	}
	if problem := added.ApplicationproblemJSONDefault; problem != nil {
		fmt.Printf("%s: %s\n", path, problem.Detail)
		return nil
	}
	result := added.JSON201
	if result == nil {
		result = added.JSON200
	}
	if result == nil {
		return fmt.Errorf("the service did not answer: %s", added.Status())
	}
	fmt.Printf("%s: %s\n", path, result.Results[0].Status)
	return nil
}

func authorise(_ context.Context, request *http.Request) error {
	request.Header.Set("Authorization", "Bearer "+os.Getenv("LIKENESS_API_KEY"))
	return nil
}
