// Package form writes the forms of the contract, such as likeness.AddImagesForm, as multipart bodies, which the generated code leaves to its callers.
package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"reflect"
	"strings"

	"github.com/oapi-codegen/runtime/types"
)

// File is a picture of a form: its name, and its bytes.
func File(name string, content []byte) types.File {
	var file types.File
	file.InitFromBytes(content, name)
	return file
}

// Encode takes a struct, or a pointer to one, whose fields have the form's names as JSON tags. Files and lists of texts are parts of their own, as often as there are;
// what is an object, or a list of them, is one part of JSON. What is nil is left out.
func Encode(fields any) (body io.Reader, contentType string, err error) {
	value := reflect.Indirect(reflect.ValueOf(fields))
	if value.Kind() != reflect.Struct {
		return nil, "", fmt.Errorf("a form must be a struct, not %T", fields)
	}
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	for i := range value.NumField() {
		name, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		if err := write(writer, name, value.Field(i)); err != nil {
			return nil, "", fmt.Errorf("field %s: %w", name, err)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, "", err
	}
	return &buffer, writer.FormDataContentType(), nil
}

func write(writer *multipart.Writer, name string, value reflect.Value) error {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return nil
		}
		value = value.Elem()
	}
	if file, ok := value.Interface().(types.File); ok {
		return writeFile(writer, name, file)
	}
	switch value.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return writer.WriteField(name, fmt.Sprint(value.Interface()))
	case reflect.Slice:
		if isList(value) {
			for i := range value.Len() {
				if err := write(writer, name, value.Index(i)); err != nil {
					return err
				}
			}
			return nil
		}
	}
	text, err := json.Marshal(value.Interface())
	if err != nil {
		return err
	}
	return writer.WriteField(name, string(text))
}

// isList tells what is given once for each entry.
func isList(value reflect.Value) bool {
	entry := value.Type().Elem()
	return entry.Kind() == reflect.String || entry == reflect.TypeFor[types.File]()
}

func writeFile(writer *multipart.Writer, name string, file types.File) error {
	part, err := writer.CreateFormFile(name, file.Filename())
	if err != nil {
		return err
	}
	reader, err := file.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	_, err = io.Copy(part, reader)
	return err
}
