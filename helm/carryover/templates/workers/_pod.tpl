{{/* The pod of a worker: dict "root" $ "pool" pool "component" "worker-NAME" */}}
{{- define "carryover.worker-pod" -}}
{{- $root := .root }}
{{- $pool := .pool }}
{{- $scope := . }}
{{- $prefix := dict "imports" "FEATURES" "features" "FEATURES" "heads" "HEADS" "finetune" "FINETUNE" "analysis" "ANALYSIS" }}
{{- $teams := dict "feature-extraction" (list "FEATURES") "head-training" (list "HEADS" "FINETUNE") "analysis" (list "ANALYSIS") }}
metadata:
  labels: {{- include "carryover.labels" $scope | nindent 4 }}
    carryover/worker: "true"
spec:
  serviceAccountName: {{ include "carryover.name" $root }}-worker
  {{- if $pool.oneJob }}
  restartPolicy: Never
  {{- end }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  # SIGTERM: takes nothing new, saves and hands back what runs.
  terminationGracePeriodSeconds: {{ $pool.graceSeconds }}
  {{- with include "carryover.pull" $root | trim }}
  imagePullSecrets: {{- . | nindent 4 }}
  {{- end }}
  securityContext: {{- include "carryover.pod-security" $root | nindent 4 }}
  {{- with $pool.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $pool.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $pool.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints: {{- include "carryover.spread" $scope | nindent 4 }}
  containers:
    - name: {{ $pool.service }}
      image: {{ include "carryover.image" (dict "root" $root "image" (printf "%s%s" $pool.service (ternary "-cuda" "" (gt (int ($pool.gpus | default 0)) 0)))) }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext: {{- include "carryover.container-security" $root | nindent 8 }}
      ports:
        - {name: http, containerPort: 8080}
      env:
        {{- include "carryover.http-env" $root | nindent 8 }}
        {{- with include "carryover.tracing-env" $root | trim }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- include "carryover.kafka-env" (dict "root" $root "user" "workers") | nindent 8 }}
        {{- include "carryover.store-env" $root | nindent 8 }}
        # The networks live outside the heap.
        - {name: JAVA_TOOL_OPTIONS, value: "-XX:MaxRAMPercentage={{ $pool.heapPercent | default 25 }}"}
        - {name: CARRYOVER_DEVICE, value: {{ ternary "cuda:0" "cpu" (gt (int ($pool.gpus | default 0)) 0) | quote }}}
        {{- range $team := index $teams $pool.service }}
        {{- $queues := list }}
        {{- range $pool.queues }}
        {{- if eq $team (index $prefix (first (splitList "." .))) }}{{ $queues = append $queues . }}{{ end }}
        {{- end }}
        {{- if $queues }}
        - {name: CARRYOVER_{{ $team }}_QUEUES, value: {{ join "," $queues | quote }}}
        - {name: CARRYOVER_{{ $team }}_WORKERS, value: "1"}
        {{- if $pool.oneJob }}
        - {name: CARRYOVER_{{ $team }}_JOBS, value: "1"}
        {{- end }}
        - {name: CARRYOVER_{{ $team }}_FOLDER, value: /scratch/{{ lower $team }}}
        - {name: CARRYOVER_{{ $team }}_CACHE_BYTES, value: {{ $pool.cacheBytes | default 2147483648 | int64 | quote }}}
        {{- else }}
        - {name: CARRYOVER_{{ $team }}_WORKERS, value: "0"}
        {{- end }}
        {{- end }}
      {{- include "carryover.probes" $root | nindent 6 }}
      resources:
        requests: {{- toYaml $pool.resources.requests | nindent 10 }}
        limits:
          {{- toYaml $pool.resources.limits | nindent 10 }}
          {{- if gt (int ($pool.gpus | default 0)) 0 }}
          nvidia.com/gpu: {{ $pool.gpus }}
          {{- end }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: scratch, mountPath: /scratch}
        {{- include "carryover.kafka-mount" (dict "root" $root "user" "workers") | nindent 8 }}
  volumes:
    - name: tmp
      emptyDir: {sizeLimit: 1Gi}
    - name: scratch
      emptyDir: {sizeLimit: {{ $pool.scratch }}}
    {{- include "carryover.kafka-volume" (dict "root" $root "user" "workers") | nindent 4 }}
{{- end }}
