package main

import (
	"context"
	"net"
	"reflect"
	"testing"

	"google.golang.org/grpc"

	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// degraded is a server where a deployment ends with one agent that is held back.
type degraded struct {
	v1.UnimplementedModuleServiceServer
	v1.UnimplementedWatchServiceServer

	asked []v1.DisplayState
}

func (*degraded) module(generation int64, phase v1.DeploymentPhase) *v1.Module {
	return &v1.Module{Id: "1", Name: "tcp", Deployment: &v1.Deployment{Generation: generation, Phase: phase}}
}

func (d *degraded) ListModules(context.Context, *v1.ListModulesRequest) (*v1.ListModulesResponse, error) {
	return &v1.ListModulesResponse{Modules: []*v1.Module{d.module(1, v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED)}}, nil
}

func (d *degraded) DeployModule(context.Context, *v1.DeployModuleRequest) (*v1.DeployModuleResponse, error) {
	return &v1.DeployModuleResponse{Deployment: &v1.Deployment{Generation: 2}}, nil
}

func (d *degraded) ListModuleInstances(_ context.Context, request *v1.ListModuleInstancesRequest) (*v1.ListModuleInstancesResponse, error) {
	d.asked = append(d.asked, request.GetDisplayState())
	return &v1.ListModuleInstancesResponse{}, nil
}

func (d *degraded) Watch(_ *v1.WatchRequest, stream v1.WatchService_WatchServer) error {
	for _, module := range []*v1.Module{
		d.module(1, v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED),
		d.module(2, v1.DeploymentPhase_DEPLOYMENT_PHASE_DEGRADED),
	} {
		changes := &v1.WatchResponse_Changes{Changes: &v1.Changes{Modules: []*v1.Module{module}}}
		if err := stream.Send(&v1.WatchResponse{Key: "module", Content: changes}); err != nil {
			return err
		}
	}
	<-stream.Context().Done()
	return nil
}

func TestRunAsksWhatFailedAndWhatIsHeldBack(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, host := &degraded{}, grpc.NewServer()
	v1.RegisterModuleServiceServer(host, server)
	v1.RegisterWatchServiceServer(host, server)
	ended := make(chan error, 1)
	go func() { ended <- host.Serve(listener) }()

	phase, err := run(listener.Addr().String(), "tcp")
	host.Stop()

	if err != nil || phase != v1.DeploymentPhase_DEPLOYMENT_PHASE_DEGRADED {
		t.Error(phase, err)
	}
	if !reflect.DeepEqual(server.asked, notRunning) {
		t.Error(server.asked)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
