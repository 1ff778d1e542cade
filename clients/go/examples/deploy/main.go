// Command deploy lists modules, deploys one, and watches it converge on all agents.
//
//	go run ./examples/deploy [--server ADDRESS] MODULE
//
// MODULE is a name or an id. The server's address is that of --server, else of TRICORDER_SERVER; a token is taken from TRICORDER_TOKEN. It exits
// with 0 when the module runs on all agents, 1 when it fails on any or something else went wrong, and 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	apiserver "github.com/tricorder-observability/apiserver/clients/go"
	v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
)

// errEndless is what a list that never ends is told by: the same token again is the same page again.
var errEndless = errors.New("the server gives the same page again: the list has no end")

func main() {
	server := flag.String("server", os.Getenv("TRICORDER_SERVER"), "`address` of the server's gRPC port, https://host:port or http://host:port")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: deploy [--server ADDRESS] MODULE")
		os.Exit(2)
	}

	phase, err := run(*server, flag.Arg(0))
	if err != nil {
		tell(err)
	}
	if phase != v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED {
		os.Exit(1)
	}
}

func run(server, wanted string) (phase v1.DeploymentPhase, err error) {
	client, err := apiserver.New(apiserver.Options{Address: server, Token: os.Getenv("TRICORDER_TOKEN")})
	if err != nil {
		return phase, err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()

	module, err := find(ctx, client, wanted)
	if err != nil {
		return phase, err
	}
	accepted, err := client.Modules.DeployModule(ctx, &v1.DeployModuleRequest{ModuleId: module.GetId()})
	if err != nil {
		return phase, err
	}
	phase, err = converge(ctx, client, module.GetId(), accepted.GetDeployment().GetGeneration())
	if err != nil || phase == v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED {
		return phase, err
	}
	return phase, tellFailures(ctx, client, module.GetId())
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
		if page.GetNextPageToken() == request.PageToken {
			return nil, errEndless
		}
		request.PageToken = page.GetNextPageToken()
	}
	if found == nil {
		return nil, fmt.Errorf("there is no module %q", wanted)
	}
	return found, nil
}

// converge prints the counts as they change, until this generation or a newer one is settled; it returns the phase then.
func converge(ctx context.Context, client *apiserver.Client, moduleID string, generation int64) (phase v1.DeploymentPhase, err error) {
	subscription := &v1.Subscription{
		Key:   "module",
		Topic: &v1.Subscription_Modules{Modules: &v1.ModulesTopic{ModuleIds: []string{moduleID}}},
	}
	last := ""
	err = client.Watch(ctx, []*v1.Subscription{subscription}, apiserver.WatchOptions{}, func(response *v1.WatchResponse) error {
		for _, module := range append(response.GetSnapshot().GetModules(), response.GetChanges().GetModules()...) {
			deployment, counts := module.GetDeployment(), module.GetDeployment().GetDisplayCounts()
			if deployment.GetGeneration() < generation {
				continue
			}
			line := fmt.Sprintf("%s: %d of %d running, %d failed",
				deployment.GetPhase(), counts.GetRunning(), counts.GetTotal(), counts.GetFailed()+counts.GetHeld()+counts.GetUnsupported())
			if line != last {
				fmt.Println(line)
				last = line
			}
			switch phase = deployment.GetPhase(); phase {
			case v1.DeploymentPhase_DEPLOYMENT_PHASE_SUCCEEDED, v1.DeploymentPhase_DEPLOYMENT_PHASE_DEGRADED:
				return apiserver.ErrStop
			}
		}
		return nil
	})
	return phase, err
}

// notRunning is how instances are shown that do not run, and not because their agent is away, is cordoned or has yet to answer.
var notRunning = []v1.DisplayState{
	v1.DisplayState_DISPLAY_STATE_FAILED, v1.DisplayState_DISPLAY_STATE_HELD, v1.DisplayState_DISPLAY_STATE_UNSUPPORTED,
}

// tellFailures prints why it does not run, on each node where it failed or is held back.
func tellFailures(ctx context.Context, client *apiserver.Client, moduleID string) error {
	for _, state := range notRunning {
		for request := (&v1.ListModuleInstancesRequest{ModuleId: moduleID, DisplayState: state}); ; {
			page, err := client.Modules.ListModuleInstances(ctx, request)
			if err != nil {
				return err
			}
			for _, instance := range page.GetInstances() {
				fmt.Printf("%s failed: %s\n", instance.GetNodeName(), instance.GetMessage())
			}
			if page.GetNextPageToken() == "" {
				break
			}
			if page.GetNextPageToken() == request.PageToken {
				return errEndless
			}
			request.PageToken = page.GetNextPageToken()
		}
	}
	return nil
}

// tell prints an error, and each field that it is about.
func tell(err error) {
	fmt.Fprintln(os.Stderr, err)
	var problem *apiserver.Error
	if errors.As(err, &problem) {
		for _, violation := range problem.Violations {
			fmt.Fprintf(os.Stderr, "  %s: %s\n", violation.Field, violation.Description)
		}
	}
}
