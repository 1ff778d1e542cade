package apiserver

import (
	"context"
	"crypto/tls"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/grpc/metadata"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

func TestOptionsThatCanNotBeUsedAreRefused(t *testing.T) {
	for name, options := range map[string]Options{
		"a token in clear":         {Address: "apiserver.example.com:50051", Token: "secret"},
		"a token's file in clear":  {Address: "http://apiserver.example.com:50051", TokenFile: "token"},
		"TLS on http":              {Address: "http://127.0.0.1:1", TLS: &tls.Config{MinVersion: tls.VersionTLS12}},
		"another scheme":           {Address: "ftp://127.0.0.1:1"},
		"a path":                   {Address: "https://example.com/apiserver"},
		"a host without port":      {Address: "example.com"},
		"fewer attempts than none": {MaxAttempts: -1},
		"a time below 0":           {RetryFor: -1},
	} {
		if client, err := New(options); err == nil {
			t.Error(name, "is taken")
			_ = client.Close()
		}
	}
}

func TestOptionsThatCanBeUsedAreTaken(t *testing.T) {
	for _, options := range []Options{
		{},
		{Address: "127.0.0.1:1", Token: "t"},
		{Address: "http://localhost:1/", Token: "t"},
		{Address: "[::1]:1", TokenFile: "token"},
		{Address: "example.com:1", Token: "t", AllowTokenInClear: true},
		{Address: "https://example.com", Token: "t"},
		{Address: "example.com:1", Token: "t", TLS: &tls.Config{MinVersion: tls.VersionTLS12}},
	} {
		client, err := New(options)
		if err != nil {
			t.Error(options, err)
			continue
		}
		if err := client.Close(); err != nil {
			t.Error(options, err)
		}
	}
}

func TestTokenIsReadAnewForEachCall(t *testing.T) {
	var seen []string
	file := filepath.Join(t.TempDir(), "token")
	client := start(t, &server{create: func(ctx context.Context, _ *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		header, _ := metadata.FromIncomingContext(ctx)
		seen = append(seen, header.Get("authorization")...)
		return &v1.CreateModuleResponse{}, nil
	}}, Options{TokenFile: file})

	for _, token := range []string{"first\n", "second"} {
		if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{}); err != nil {
			t.Error(err)
		}
	}

	if len(seen) != 2 || seen[0] != "Bearer first" || seen[1] != "Bearer second" {
		t.Error(seen)
	}
}

func TestAuthoritiesAreReadFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	if _, err := TLSWithCA(file); err == nil {
		t.Error("a file that is not there is taken")
	}
	if err := os.WriteFile(file, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := TLSWithCA(file); err == nil {
		t.Error("a file without a certificate is taken")
	}
}
