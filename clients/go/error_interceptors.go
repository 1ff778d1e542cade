package apiserver

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

func typedErrors(
	ctx context.Context, method string, request, reply interface{}, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	return typed(invoke(ctx, method, request, reply, connection, options...))
}

func typedStreamErrors(
	ctx context.Context, description *grpc.StreamDesc, connection *grpc.ClientConn, method string, open grpc.Streamer, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := open(ctx, description, connection, method, options...)
	if err != nil {
		return nil, typed(err)
	}
	return typedStream{stream}, nil
}

// typed leaves alone what is no failure.
func typed(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return FromError(err)
}

type typedStream struct{ grpc.ClientStream }

func (s typedStream) Header() (metadata.MD, error) {
	header, err := s.ClientStream.Header()
	return header, typed(err)
}

func (s typedStream) CloseSend() error { return typed(s.ClientStream.CloseSend()) }

func (s typedStream) SendMsg(message interface{}) error {
	return typed(s.ClientStream.SendMsg(message))
}

func (s typedStream) RecvMsg(message interface{}) error {
	return typed(s.ClientStream.RecvMsg(message))
}
