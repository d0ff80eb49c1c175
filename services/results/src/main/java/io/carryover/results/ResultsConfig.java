/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Everything that an operator may set about results; keys begin with {@code carryover.results}. */
@ConfigMapping(prefix = "carryover.results")
public interface ResultsConfig {
    /**
     * Where browsers find the gateway, such as {@code https://gateway.example.org}; empty where it has the origin of these
     * pages, as in standalone.
     */
    @WithDefault("${carryover.gateway.url:}")
    Optional<String> gatewayUrl();

    /**
     * Whether nobody but the gateway can ask this service: only then is it believed who asks, and only then do tenants see
     * their own.
     */
    @WithDefault("false")
    boolean behindGateway();

    /** Whether the topic is read; off only in tests. */
    @WithDefault("true")
    boolean running();

    /** Most messages of one transaction. */
    @WithDefault("1000")
    int batch();

    /** Most results that are kept in memory for boards, about 0.9 kB each. */
    @WithDefault("500000")
    int boardMemory();

    /** How long {@code POST /v1/results/rebuild} waits for its end before it answers that it goes on. */
    @WithDefault("60s")
    Duration rebuildPatience();

    /** Intervals of ranks by bootstrap over per-image and per-episode artifacts. */
    RankBootstrap rankBootstrap();

    /** The shared bootstrap. */
    interface RankBootstrap {
        /** Off saves reading artifacts. */
        @WithDefault("true")
        boolean enabled();

        /** Largest artifact that is read for it, bytes. */
        @WithDefault("67108864")
        long largestArtifact();

        /** Columns of more backbones have no intervals of ranks: all their artifacts are in memory together. */
        @WithDefault("200")
        int mostBackbones();
    }
}
