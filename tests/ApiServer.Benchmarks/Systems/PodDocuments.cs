using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>Pods as clusters have them: 7 KB each, of which nearly a third is who manages which field.</summary>
internal static class PodDocuments
{
    /// <summary>As a list has it.</summary>
    public static JsonObject Create(int index, int version)
    {
        var pod = JsonNode.Parse(Template)!.AsObject();
        var metadata = pod["metadata"]!.AsObject();
        metadata["name"] = $"orders-7d9c5b6f4-{index:x5}";
        metadata["uid"] = $"7d0e1c2a-0000-4000-8000-{index:x12}";
        metadata["resourceVersion"] = $"{version}";
        pod["spec"]!["nodeName"] = $"node-{index % 100}";
        pod["status"]!["podIP"] = $"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}";
        pod["status"]!["containerStatuses"]![0]!["containerID"] = $"containerd://{index:x64}";
        metadata["managedFields"] = new JsonArray(Manager("kube-controller-manager", 34), Manager("kubelet", 26));
        return pod;
    }

    /// <summary>As it is stored.</summary>
    public static string Stored(int index, int version)
    {
        var pod = Create(index, version);
        pod["metadata"]!.AsObject().Remove("managedFields");
        (pod["apiVersion"], pod["kind"]) = ("v1", "Pod");
        return pod.ToJsonString();
    }

    private static JsonObject Manager(string name, int fields)
    {
        var managed = new JsonObject();
        for (var field = 0; field < fields; field++)
        {
            managed[$"f:field{field}"] = new JsonObject { ["."] = new JsonObject(), ["f:value"] = new JsonObject() };
        }

        return new JsonObject
        {
            ["manager"] = name,
            ["operation"] = "Update",
            ["apiVersion"] = "v1",
            ["time"] = "2026-01-02T03:04:05Z",
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = new JsonObject { ["f:metadata"] = managed },
        };
    }

    private const string Template = """
        {"metadata":{"name":"","generateName":"orders-7d9c5b6f4-","namespace":"shop","uid":"","resourceVersion":"","creationTimestamp":"2026-01-02T03:04:05Z",
         "labels":{"app.kubernetes.io/name":"orders","app.kubernetes.io/instance":"orders-prod","app.kubernetes.io/version":"4.17.2","app.kubernetes.io/managed-by":"Helm","pod-template-hash":"7d9c5b6f4","team":"checkout"},
         "annotations":{"prometheus.io/scrape":"true","prometheus.io/port":"9102","checksum/config":"5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef","cni.projectcalico.org/podIP":"10.1.2.3/32"},
         "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"orders-7d9c5b6f4","uid":"1d2c3b4a-1111-4222-8333-444455556666","controller":true,"blockOwnerDeletion":true}]},
         "spec":{"volumes":[{"name":"config","configMap":{"name":"orders-config","defaultMode":420}},{"name":"cache","emptyDir":{}},{"name":"kube-api-access-x7z2p","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}],
          "containers":[{"name":"orders","image":"registry.shop.example/orders@sha256:3b1a5e2d8c70f9063b1a5e2d8c70f9063b1a5e2d8c70f9063b1a5e2d8c70f906","args":["--config=/etc/orders/config.yaml","--listen=:8443","--metrics=:9102"],
           "ports":[{"name":"https","containerPort":8443,"protocol":"TCP"},{"name":"metrics","containerPort":9102,"protocol":"TCP"}],
           "env":[{"name":"NODE_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}},{"name":"POD_IP","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"status.podIP"}}},{"name":"GOMEMLIMIT","value":"900MiB"},{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"orders-db","key":"password"}}},{"name":"OTEL_EXPORTER_OTLP_ENDPOINT","value":"http://otel-collector.observability:4317"}],
           "resources":{"limits":{"cpu":"2","memory":"1Gi"},"requests":{"cpu":"250m","memory":"512Mi"}},
           "volumeMounts":[{"name":"config","readOnly":true,"mountPath":"/etc/orders"},{"name":"cache","mountPath":"/var/cache/orders"},{"name":"kube-api-access-x7z2p","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
           "livenessProbe":{"httpGet":{"path":"/healthz","port":"https","scheme":"HTTPS"},"initialDelaySeconds":10,"timeoutSeconds":2,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
           "readinessProbe":{"httpGet":{"path":"/readyz","port":"https","scheme":"HTTPS"},"timeoutSeconds":2,"periodSeconds":5,"successThreshold":1,"failureThreshold":3},
           "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent","securityContext":{"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}}],
          "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"orders","serviceAccount":"orders","nodeName":"","securityContext":{"runAsUser":10001,"fsGroup":10001},
          "affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"labelSelector":{"matchLabels":{"app.kubernetes.io/name":"orders"}},"topologyKey":"kubernetes.io/hostname"}}]}},
          "schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
          "priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},
         "status":{"phase":"Running","conditions":[{"type":"Initialized","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:05Z"},{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:25Z"},{"type":"ContainersReady","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:25Z"},{"type":"PodScheduled","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-02T03:04:05Z"}],
          "hostIP":"192.168.7.21","podIP":"","startTime":"2026-01-02T03:04:05Z",
          "containerStatuses":[{"name":"orders","state":{"running":{"startedAt":"2026-01-02T03:04:12Z"}},"lastState":{},"ready":true,"restartCount":0,"image":"registry.shop.example/orders:4.17.2","imageID":"registry.shop.example/orders@sha256:3b1a5e2d8c70f9063b1a5e2d8c70f9063b1a5e2d8c70f9063b1a5e2d8c70f906","containerID":"","started":true}],
          "qosClass":"Burstable"}}
        """;
}
