{{/* Names and parts that templates share. */}}
{{- define "carryover.name" -}}
{{- if contains "carryover" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-carryover" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* dict "root" $ "component" "gateway" */}}
{{- define "carryover.selector" -}}
app.kubernetes.io/name: carryover
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "carryover.labels" -}}
{{ include "carryover.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* dict "root" $ "image" "gateway" */}}
{{- define "carryover.image" -}}
{{- $repository := required "image.repository: registry and folder of the images, see docs/kubernetes.md" .root.Values.image.repository -}}
{{- $digest := index .root.Values.image.digests .image -}}
{{- if $digest -}}
{{ $repository }}/{{ .image }}@{{ $digest }}
{{- else -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- if eq $tag "latest" }}{{ fail "image.tag: latest is another image tomorrow; give a version, or image.digests" }}{{ end -}}
{{ $repository }}/{{ .image }}:{{ $tag }}
{{- end -}}
{{- end }}

{{- define "carryover.pod-security" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "carryover.container-security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* The secret of Kafka credentials: dict "root" $ "user" gateway, results, workers or init. Empty: nobody asks. */}}
{{- define "carryover.kafka-secret" -}}
{{ index .root.Values.kafka.existingSecrets .user | default .root.Values.kafka.existingSecret }}
{{- end }}

{{- define "carryover.kafka-env" -}}
- {name: CARRYOVER_KAFKA_BOOTSTRAP, value: {{ required "kafka.bootstrap: addresses of an existing Kafka 4.4 or newer" .root.Values.kafka.bootstrap | quote }}}
- {name: CARRYOVER_KAFKA_PREFIX, value: {{ .root.Values.kafka.prefix | quote }}}
{{- if include "carryover.kafka-secret" . }}
- {name: CARRYOVER_KAFKA_SECURITY_FILE, value: /etc/carryover/kafka/client.properties}
{{- end }}
{{- end }}

{{- define "carryover.kafka-mount" -}}
{{- if include "carryover.kafka-secret" . }}
- {name: kafka, mountPath: /etc/carryover/kafka, readOnly: true}
{{- end }}
{{- end }}

{{- define "carryover.kafka-volume" -}}
{{- with include "carryover.kafka-secret" . }}
- name: kafka
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}

{{- define "carryover.store-env" -}}
{{- $secret := required "objectStore.existingSecret: a secret with the keys access-key and secret-key" .Values.objectStore.existingSecret -}}
- {name: CARRYOVER_S3_ENDPOINT, value: {{ required "objectStore.endpoint: address of an S3" .Values.objectStore.endpoint | quote }}}
- {name: CARRYOVER_S3_BUCKET, value: {{ .Values.objectStore.bucket | quote }}}
- name: CARRYOVER_S3_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: access-key}}
- name: CARRYOVER_S3_SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: secret-key}}
{{- end }}

{{- define "carryover.database-env" -}}
{{- $secret := required "database.existingSecret: a secret with the keys username and password" .Values.database.existingSecret -}}
- {name: CARRYOVER_DATABASE_URL, value: {{ required "database.url: JDBC address of an existing PostgreSQL" .Values.database.url | quote }}}
- name: CARRYOVER_DATABASE_USER
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: username}}
- name: CARRYOVER_DATABASE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: password}}
{{- end }}

{{- define "carryover.http-env" -}}
- {name: QUARKUS_HTTP_HOST, value: "0.0.0.0"}
- {name: QUARKUS_HTTP_PORT, value: "8080"}
- {name: QUARKUS_LOG_CONSOLE_JSON_ENABLED, value: "true"}
{{- end }}

{{/* Where spans go. */}}
{{- define "carryover.tracing-env" -}}
{{- if .Values.tracing.enabled }}
- {name: QUARKUS_OTEL_SDK_DISABLED, value: "false"}
- {name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .Values.tracing.endpoint | quote }}}
- {name: QUARKUS_OTEL_TRACES_SAMPLER_ARG, value: {{ .Values.tracing.share | quote }}}
{{- end }}
{{- end }}

{{/* Who may ask the gateway. */}}
{{- define "carryover.auth-env" -}}
{{- $auth := .Values.auth -}}
- {name: CARRYOVER_GATEWAY_AUTH_KEYS, value: {{ $auth.keys | quote }}}
{{- with $auth.existingSecret }}
- name: CARRYOVER_GATEWAY_AUTH_BOOTSTRAP_KEY
  valueFrom: {secretKeyRef: {name: {{ . }}, key: operator-key}}
{{- end }}
{{- with $auth.oidc }}
{{- if .enabled }}
- {name: CARRYOVER_GATEWAY_AUTH_OIDC, value: "true"}
- {name: QUARKUS_OIDC_AUTH_SERVER_URL, value: {{ .issuer | quote }}}
- {name: QUARKUS_OIDC_CLIENT_ID, value: {{ .clientId | quote }}}
- name: QUARKUS_OIDC_CREDENTIALS_SECRET
  valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: client-secret}}
- {name: QUARKUS_OIDC_TOKEN_AUDIENCE, value: {{ .clientId | quote }}}
- {name: QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH, value: {{ .roleClaim | quote }}}
- {name: QUARKUS_OIDC_AUTHENTICATION_FORCE_REDIRECT_HTTPS_SCHEME, value: "true"}
{{- with .tenantClaim }}
- {name: CARRYOVER_GATEWAY_AUTH_TENANT_CLAIM, value: {{ . | quote }}}
{{- end }}
{{- range $role, $names := .roles }}
- {name: CARRYOVER_GATEWAY_AUTH_ROLES_{{ upper $role }}, value: {{ $names | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What people and programs ask for: health and metrics stay inside. The first is the leaderboard and nothing below it. */}}
{{- define "carryover.public-paths" -}}
[/, /v1, /login, /logout, /assets, /_static, /study, /tasks, /backbones, /results, /compare, /evaluations, /q/openapi, /q/swagger-ui]
{{- end }}

{{/* A slow start has a minute and a half; liveness asks the process alone, never Kafka, database or store. */}}
{{- define "carryover.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: http}
  periodSeconds: 3
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /q/health/live, port: http}
  periodSeconds: 10
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /q/health/ready, port: http}
  periodSeconds: 5
  failureThreshold: 3
{{- end }}

{{- define "carryover.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "carryover.selector" . | nindent 6 }}
{{- end }}

{{- define "carryover.pull" -}}
{{- range .Values.image.pullSecrets }}
- name: {{ . }}
{{- end }}
{{- end }}

{{/* Edges of network policies: dict "labels" podLabels "namespace" namespaceLabels "port" n */}}
{{- define "carryover.edge" -}}
- ports: [{protocol: TCP, port: {{ .port }}}]
{{- if or .labels .namespace }}
  to:
    - {{ if .namespace -}}
      namespaceSelector:
        matchLabels: {{- toYaml .namespace | nindent 10 }}
      {{ end -}}
      podSelector:
        matchLabels: {{- toYaml .labels | nindent 10 }}
{{- end }}
{{- end }}

{{- define "carryover.dns" -}}
- ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
  to:
    - namespaceSelector:
        matchLabels: {kubernetes.io/metadata.name: kube-system}
{{- end }}

{{- define "carryover.kafka-edge" -}}
{{ include "carryover.edge" (dict "labels" .Values.kafka.podLabels "namespace" .Values.kafka.namespaceLabels "port" .Values.kafka.port) }}
{{- end }}
{{- define "carryover.store-edge" -}}
{{ include "carryover.edge" (dict "labels" .Values.objectStore.podLabels "namespace" .Values.objectStore.namespaceLabels "port" .Values.objectStore.port) }}
{{- end }}
{{- define "carryover.database-edge" -}}
{{ include "carryover.edge" (dict "labels" .Values.database.podLabels "namespace" .Values.database.namespaceLabels "port" .Values.database.port) }}
{{- end }}

{{- define "carryover.tracing-edge" -}}
{{- if .Values.tracing.enabled -}}
{{ include "carryover.edge" (dict "labels" .Values.tracing.podLabels "namespace" .Values.tracing.namespaceLabels "port" .Values.tracing.port) }}
{{- end }}
{{- end }}

{{- define "carryover.scrape-edge" -}}
- ports: [{protocol: TCP, port: http}]
  from:
    - namespaceSelector:
        matchLabels: {{- toYaml .Values.networkPolicy.monitoringNamespaceLabels | nindent 10 }}
{{- end }}
