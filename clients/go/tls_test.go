package apiserver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// selfSigned returns a certificate for loopback, and the PEM file that a client trusts it by.
func selfSigned(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

func TestOnlyATrustedServerIsSpokenTo(t *testing.T) {
	certificate, file := selfSigned(t)
	calls := 0
	s := &server{create: func(context.Context, *v1.CreateModuleRequest) (*v1.CreateModuleResponse, error) {
		calls++
		return &v1.CreateModuleResponse{}, nil
	}}
	transport := grpc.Creds(credentials.NewServerTLSFromCert(&certificate))
	trusted, err := TLSWithCA(file)
	if err != nil {
		t.Fatal(err)
	}

	known := start(t, s, Options{Token: "t", TLS: trusted}, transport)
	_, err = known.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})
	stranger := start(t, s, Options{Token: "t", TLS: &tls.Config{MinVersion: tls.VersionTLS12}, MaxAttempts: 1}, transport)
	_, refused := stranger.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{})

	if err != nil || calls != 1 {
		t.Error(err, calls)
	}
	if problem := FromError(refused); problem == nil || problem.Code != codes.Unavailable {
		t.Error(refused)
	}
}
