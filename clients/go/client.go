// Package apiserver is the client of API Server, the control plane of Tricorder: a connection with TLS, token, pings and retries; typed
// errors; and a watch that resumes by itself. The messages and services are in the package gen/tricorder/apiserver/v1.
package apiserver

import (
	"context"

	"google.golang.org/grpc"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// Client has all services of a server over one connection. It is safe for concurrent use, and best kept for as long as the program runs.
// Calls return errors of type *Error.
type Client struct {
	// Agents: what is known of them, cordon, forget.
	Agents v1.AgentServiceClient
	// Database is the observability database: tables, retention, rows.
	Database v1.DatabaseServiceClient
	// Events are what happened, and who did it.
	Events v1.EventServiceClient
	// Grafana: datasources, dashboards, the server's token there.
	Grafana v1.GrafanaServiceClient
	// Modules: create, change, deploy, look at.
	Modules v1.ModuleServiceClient
	// Sessions are who is signed in with a browser.
	Sessions v1.SessionServiceClient
	// Status is how the server is.
	Status v1.StatusServiceClient
	// Tokens are the API tokens, and who the caller is.
	Tokens v1.TokenServiceClient
	// Watcher has live state as single streams; Watch is easier, and goes on when they break.
	Watcher v1.WatchServiceClient

	connection *grpc.ClientConn
	closed     <-chan struct{}
	close      context.CancelFunc
}

// New makes a client; it connects with its first call. It returns an error for options that can not be used, or not together.
func New(options Options) (*Client, error) {
	target, dial, err := options.dial()
	if err != nil {
		return nil, err
	}
	connection, err := grpc.Dial(target, dial...)
	if err != nil {
		return nil, err
	}
	life, end := context.WithCancel(context.Background())
	return &Client{
		Agents:     v1.NewAgentServiceClient(connection),
		Database:   v1.NewDatabaseServiceClient(connection),
		Events:     v1.NewEventServiceClient(connection),
		Grafana:    v1.NewGrafanaServiceClient(connection),
		Modules:    v1.NewModuleServiceClient(connection),
		Sessions:   v1.NewSessionServiceClient(connection),
		Status:     v1.NewStatusServiceClient(connection),
		Tokens:     v1.NewTokenServiceClient(connection),
		Watcher:    v1.NewWatchServiceClient(connection),
		connection: connection,
		closed:     life.Done(),
		close:      end,
	}, nil
}

// Close ends the connection, and with it all calls and watches that are under way: they return Canceled.
func (c *Client) Close() error {
	c.close()
	return c.connection.Close()
}
