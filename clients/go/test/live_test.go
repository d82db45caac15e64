// Package test runs the client against a live service, which the environment names, with the sample photos that readPhoto finds in it.
package test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"likeness.example/go/likeness"
)

const (
	cup    = "food/coffee-cup.jpg"
	inFood = "food/"
)

func connect(t *testing.T) *likeness.ClientWithResponses {
	t.Helper()
	authorise := likeness.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("LIKENESS_API_KEY"))
		return nil
	})
	return must(likeness.NewClientWithResponses(os.Getenv("LIKENESS_URL"), authorise))
}

func readPhoto(path string) []byte {
	return must(os.ReadFile(filepath.Join("../../../samples/photos", path)))
}

// must ends the test that it is called in: the report has the place.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func equal[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, wanted %v", what, got, wanted)
	}
}
