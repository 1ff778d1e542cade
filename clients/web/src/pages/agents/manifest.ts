/** The DaemonSet that brings agents to every node; see docs/agents.md. */
export const manifest = (server: string, image: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: tricorder-agent
  namespace: tricorder
spec:
  selector:
    matchLabels: {app: tricorder-agent}
  template:
    metadata:
      labels: {app: tricorder-agent}
    spec:
      hostPID: true
      containers:
        - name: agent
          image: ${image}
          args:
            - --module_deployer_address=${server}
            - --pg_url=$(PG_URL)
            - --host_sys_root_path=/host/sys
          env:
            - name: NODE_NAME
              valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
            - name: POD_ID
              valueFrom: {fieldRef: {fieldPath: metadata.uid}}
            - name: PG_URL
              valueFrom: {secretKeyRef: {name: tricorder-postgres, key: url}}
          securityContext: {privileged: true}
          volumeMounts:
            - {name: sys, mountPath: /host/sys}
            - {name: modules, mountPath: /lib/modules, readOnly: true}
            - {name: sources, mountPath: /usr/src, readOnly: true}
      volumes:
        - {name: sys, hostPath: {path: /sys}}
        - {name: modules, hostPath: {path: /lib/modules}}
        - {name: sources, hostPath: {path: /usr/src}}
`;
