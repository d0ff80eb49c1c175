/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of the Compose specification that our files use, strictly: a key or a form that isn't listed here is a finding,
 * even where the specification would allow it. The specification's own schema is no part of this repository.
 */
final class ComposeRules {
    private static final Set<String> TOP = Set.of("name", "services", "networks", "volumes", "configs");
    private static final Set<String> SERVICE = Set.of(
            "image",
            "entrypoint",
            "command",
            "restart",
            "read_only",
            "user",
            "cap_add",
            "cap_drop",
            "security_opt",
            "pids_limit",
            "networks",
            "logging",
            "tmpfs",
            "stop_grace_period",
            "stop_signal",
            "shm_size",
            "depends_on",
            "healthcheck",
            "volumes",
            "deploy",
            "profiles",
            "environment",
            "ports",
            "configs");
    private static final Set<String> HEALTHCHECK =
            Set.of("test", "interval", "timeout", "retries", "start_period", "start_interval");
    private static final Set<String> CONDITIONS =
            Set.of("service_started", "service_healthy", "service_completed_successfully");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Pattern DURATION = Pattern.compile("([0-9]+(ms|s|m|h))+");
    private static final Pattern RESTART = Pattern.compile("no|always|unless-stopped|on-failure(:[0-9]+)?");

    private final ComposeFile compose;
    private final List<String> findings = new ArrayList<>();

    private ComposeRules(ComposeFile compose) {
        this.compose = compose;
    }

    /** What is wrong with a file, a line each. */
    static List<String> findings(ComposeFile compose) {
        var rules = new ComposeRules(compose);
        rules.check();
        return rules.findings;
    }

    private void check() {
        compose.root().keySet().stream()
                .filter(key -> !TOP.contains(key) && !key.startsWith("x-"))
                .forEach(key -> found("top", "unknown key " + key));
        for (String name : compose.services().keySet()) {
            service(name, compose.service(name));
        }
    }

    private void service(String name, Map<String, Object> service) {
        matches(name, NAME, name);
        known(name, service, SERVICE);
        if (!(service.get("image") instanceof String)) {
            found(name, "no image");
        }
        for (String key : List.of(
                "entrypoint",
                "command",
                "profiles",
                "cap_add",
                "cap_drop",
                "security_opt",
                "networks",
                "tmpfs",
                "ports",
                "volumes")) {
            texts(name, key, service.get(key));
        }
        if (service.containsKey("restart")) {
            matches(name, RESTART, service.get("restart"));
        }
        if (service.containsKey("stop_grace_period")) {
            matches(name, DURATION, service.get("stop_grace_period"));
        }
        scalars(name, service.get("environment"));
        healthcheck(name, service.get("healthcheck"));
        dependencies(name, service.get("depends_on"));
        deployment(name, service.get("deploy"));
        named(name, "networks", service.get("networks"));
        volumes(name, service.get("volumes"));
    }

    private void healthcheck(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Map<String, Object> check = ComposeFile.map(value);
        known(name + ".healthcheck", check, HEALTHCHECK);
        List<Object> test = ComposeFile.list(check.get("test"));
        if (!test.getFirst().equals("CMD") || test.size() < 2) {
            found(name, "a health check is CMD and a program");
        }
        check.forEach((key, each) -> {
            if (!key.equals("test") && !key.equals("retries")) {
                matches(name, DURATION, each);
            }
        });
    }

    private void dependencies(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        ComposeFile.map(value).forEach((other, how) -> {
            String condition = String.valueOf(ComposeFile.map(how).get("condition"));
            if (!compose.services().containsKey(other)) {
                found(name, "depends on " + other + ", which is no service");
            } else if (!CONDITIONS.contains(condition)) {
                found(name, "unknown condition " + condition);
            } else if (condition.equals("service_healthy")
                    && !compose.service(other).containsKey("healthcheck")) {
                found(name, "waits for the health of " + other + ", which has no check");
            }
        });
    }

    private void deployment(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        known(name + ".deploy", ComposeFile.map(value), Set.of("resources"));
        Map<String, Object> resources = ComposeFile.map(ComposeFile.map(value).get("resources"));
        known(name + ".resources", resources, Set.of("limits", "reservations"));
        Map<String, Object> limits = ComposeFile.map(resources.getOrDefault("limits", Map.of()));
        known(name + ".limits", limits, Set.of("cpus", "memory"));
        scalars(name, limits);
        if (resources.get("reservations") instanceof Map<?, ?> reservations) {
            for (Object device : ComposeFile.list(reservations.get("devices"))) {
                known(name + ".devices", ComposeFile.map(device), Set.of("driver", "count", "capabilities"));
            }
        }
    }

    /** A volume is {@code name:/path}, {@code ./path:/path:ro}, or one path of the container. */
    private void volumes(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        for (Object volume : ComposeFile.list(value)) {
            String text = String.valueOf(volume).replaceAll("\\$\\{[^}]*}", "./variable");
            String source = text.contains(":") ? text.substring(0, text.indexOf(':')) : "";
            boolean bound = source.isEmpty() || source.startsWith("./");
            if (!bound) {
                named(name, "volumes", List.of(source));
            }
        }
    }

    private void named(String name, String kind, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Object declared = compose.root().get(kind);
        for (Object each : ComposeFile.list(value)) {
            if (declared == null || !ComposeFile.map(declared).containsKey(String.valueOf(each))) {
                found(name, each + " is not among the " + kind);
            }
        }
    }

    private void known(String where, Map<String, Object> mapping, Set<String> keys) {
        mapping.keySet().stream().filter(key -> !keys.contains(key)).forEach(key -> found(where, "unknown key " + key));
    }

    private void texts(String where, String key, @Nullable Object value) {
        if (value != null && !ComposeFile.list(value).stream().allMatch(String.class::isInstance)) {
            found(where, key + " is no list of texts: " + value);
        }
    }

    private void scalars(String where, @Nullable Object value) {
        if (value == null) {
            return;
        }
        ComposeFile.map(value).forEach((key, each) -> {
            if (!(each instanceof String)) {
                found(where, key + " is no text: quote it, as YAML reads numbers and booleans its own way");
            }
        });
    }

    private void matches(String where, Pattern pattern, @Nullable Object value) {
        if (!pattern.matcher(String.valueOf(value)).matches()) {
            found(where, "'" + value + "' is not " + pattern);
        }
    }

    private void found(String where, String what) {
        findings.add(where + ": " + what);
    }
}
