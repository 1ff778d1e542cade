// Command deploy lists modules, deploys one, and watches it converge on all agents.
//
//	go run ./examples/deploy [--server HOST:PORT] MODULE
//
// A token is taken from TRICORDER_TOKEN. It exits with 1 when the module fails on any agent.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	apiserver "github.com/tricorder-observability/apiserver/clients/go"
	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

func main() {
	server := flag.String("server", os.Getenv("TRICORDER_SERVER"), "address of the server's gRPC port, `host:port`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: deploy [--server HOST:PORT] MODULE")
		os.Exit(2)
	}

	failed, err := run(*server, flag.Arg(0))
	if err != nil {
		problem := apiserver.FromError(err)
		fmt.Fprintln(os.Stderr, problem)
		for _, violation := range problem.Violations {
			fmt.Fprintf(os.Stderr, "  %s: %s\n", violation.Field, violation.Description)
		}
	}
	if err != nil || failed {
		os.Exit(1)
	}
}

func run(server, wanted string) (failed bool, err error) {
	client, err := apiserver.New(apiserver.Options{Address: server, Token: os.Getenv("TRICORDER_TOKEN")})
	if err != nil {
		return false, err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()

	module, err := find(ctx, client, wanted)
	if err != nil {
		return false, err
	}
	accepted, err := client.Modules.DeployModule(ctx, &v1.DeployModuleRequest{ModuleId: module.GetId()})
	if err != nil {
		return false, err
	}

	subscription := &v1.Subscription{
		Key:   "module",
		Topic: &v1.Subscription_Modules{Modules: &v1.ModulesTopic{ModuleIds: []string{module.GetId()}}},
	}
	err = client.Watch(ctx, []*v1.Subscription{subscription}, apiserver.WatchOptions{}, func(response *v1.WatchResponse) error {
		for _, module := range append(response.GetSnapshot().GetModules(), response.GetChanges().GetModules()...) {
			deployment, counts := module.GetDeployment(), module.GetDeployment().GetCounts()
			fmt.Printf("%s: %d of %d running, %d failed\n", deployment.GetPhase(), counts.GetSucceeded(), counts.GetTotal(), counts.GetFailed()+counts.GetHeld())
			isSettled := deployment.GetPhase() == v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED || deployment.GetPhase() == v1.DeploymentPhase_DEPLOYMENT_PHASE_DEGRADED
			if isSettled && deployment.GetGeneration() >= accepted.GetDeployment().GetGeneration() {
				return apiserver.ErrStop
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}

	instances, err := client.Modules.ListModuleInstances(ctx, &v1.ListModuleInstancesRequest{ModuleId: module.GetId(), State: v1.InstanceState_INSTANCE_STATE_FAILED})
	for _, instance := range instances.GetInstances() {
		fmt.Printf("%s failed: %s\n", instance.GetNodeName(), instance.GetMessage())
	}
	return len(instances.GetInstances()) > 0, err
}

// find prints all modules, and returns the one of that name or id.
func find(ctx context.Context, client *apiserver.Client, wanted string) (*v1.Module, error) {
	var found *v1.Module
	for request := new(v1.ListModulesRequest); ; {
		page, err := client.Modules.ListModules(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, module := range page.GetModules() {
			fmt.Printf("%s: revision %d, %s\n", module.GetName(), module.GetRevision(), module.GetLifecycle())
			if module.GetName() == wanted || module.GetId() == wanted {
				found = module
			}
		}
		if page.GetNextPageToken() == "" {
			break
		}
		request.PageToken = page.GetNextPageToken()
	}
	if found == nil {
		return nil, fmt.Errorf("there is no module %q", wanted)
	}
	return found, nil
}
