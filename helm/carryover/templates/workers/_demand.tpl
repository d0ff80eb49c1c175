{{/* What KEDA asks Prometheus for a pool: dict "root" $ "pool" pool */}}
{{- define "carryover.demand" -}}
serverAddress: {{ .root.Values.autoscaling.prometheus | quote }}
# Every gateway says the same of a queue; a pool of several queues has the sum.
query: sum(max by (queue) (carryover_queue_demand_jobs{namespace="{{ .root.Release.Namespace }}",queue=~"{{ join "|" .pool.queues | replace "." "\\\\." }}"}))
threshold: "1"
activationThreshold: "0"
ignoreNullValues: "false"
{{- end }}
