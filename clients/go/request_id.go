package apiserver

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// withRequestID gives each changing call a request_id, so that sending it again changes nothing twice. The caller's message stays as it is.
func withRequestID(
	ctx context.Context, method string, request, reply interface{}, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
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
