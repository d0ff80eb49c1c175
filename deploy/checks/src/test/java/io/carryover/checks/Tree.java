/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import io.carryover.checks.RuleFile.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of this source tree that are checked. */
final class Tree {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");

    private Tree() {}

    static List<Rule> recording() {
        return rules("recording.yaml");
    }

    static List<Rule> alerts() {
        return rules("alerts.yaml");
    }

    static List<Rule> rules() {
        List<Rule> all = new ArrayList<>(recording());
        all.addAll(alerts());
        return all;
    }

    static List<Dashboard> dashboards() {
        try {
            return Dashboard.all(ROOT.resolve("deploy/grafana/dashboards"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Rule> rules(String file) {
        try {
            return RuleFile.read(PROMETHEUS.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
