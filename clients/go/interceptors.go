package apiserver

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"math"
	mathrand "math/rand"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

const usualAttempts = 4

// withRequestID gives each changing call a request_id, so that sending it again changes nothing twice. The caller's message stays as it is.
func withRequestID(ctx context.Context, method string, request, reply interface{}, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
	if message, ok := request.(proto.Message); ok {
		field := message.ProtoReflect().Descriptor().Fields().ByName("request_id")
		if field != nil && field.Kind() == protoreflect.StringKind && !message.ProtoReflect().Has(field) {
			id := make([]byte, 16)
			if _, err := rand.Read(id); err != nil {
				return err
			}
			message = proto.Clone(message)
			message.ProtoReflect().Set(field, protoreflect.ValueOfString(hex.EncodeToString(id)))
			request = message
		}
	}
	return invoke(ctx, method, request, reply, connection, options...)
}

// withRetries sends a call again while the server can not be reached, with growing pauses, until the context ends.
func withRetries(attempts int) grpc.UnaryClientInterceptor {
	if attempts <= 0 {
		attempts = usualAttempts
	}
	return func(ctx context.Context, method string, request, reply interface{}, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		for attempt := 1; ; attempt++ {
			err := invoke(ctx, method, request, reply, connection, options...)
			if status.Code(err) != codes.Unavailable || attempt >= attempts {
				return err
			}
			if pause(ctx, jitter(100*time.Millisecond*time.Duration(math.Pow(3, float64(attempt-1))))) != nil {
				return err
			}
		}
	}
}

// jitter is between half of a pause and all of it: never for all clients the same.
func jitter(most time.Duration) time.Duration {
	return most/2 + time.Duration(mathrand.Int63n(int64(most/2)+1))
}

func pause(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
