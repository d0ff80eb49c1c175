/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.config;

import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that an operator may set about jobs and callers; keys begin with {@code carryover.gateway}. */
@ConfigMapping(prefix = "carryover.gateway")
public interface GatewayConfig {
    /** Queues of this installation: their dead letters are read. Where nobody says, see {@link #served}. */
    Optional<List<Queue>> queues();

    /** Those queues: named by the operator, or the usual ones and those of {@link #devices}. */
    static List<Queue> served(GatewayConfig config) {
        return config.queues().orElseGet(() -> Stream.concat(
                        Queue.SERVED.stream(),
                        Stream.of(
                                new Queue(Kind.FEATURES, config.devices().features()),
                                new Queue(Kind.FINETUNE, config.devices().finetune())))
                .distinct()
                .toList());
    }

    /** The results service, whose pages and routes are handed on; absent where it is in this process. */
    Optional<URI> resultsUrl();

    /** Where networks run. */
    Devices devices();

    /** Who may ask; on loopback alone, nobody need be asked. */
    Auth auth();

    /** The release window. */
    Window window();

    /** Times and limits of the job protocol. */
    Protocol protocol();

    /** Garbage collection. */
    Garbage garbage();

    /** Whether the parts that consume, relay and sweep run; off only in tests. */
    @WithDefault("true")
    boolean running();

    /** Who may ask. */
    interface Auth {
        /** Whether keys of this installation are taken. */
        @WithDefault("false")
        boolean keys();

        /** Whether people sign in at an issuer of tokens and programs may send its tokens; {@code quarkus.oidc} says which. */
        @WithDefault("false")
        boolean oidc();

        /** The key that an installation begins with, an operator's: {@code co_bootstrap_} and 64 hexadecimal digits. */
        Optional<String> bootstrapKey();

        /** How long a browser stays signed in. */
        @WithDefault("12h")
        Duration session();

        /** How long what is known of a key is believed: a key that another gateway revoked is taken until then. */
        @WithDefault("5s")
        Duration keyCache();

        /** Which names in a token give which role. */
        Roles roles();

        /** The claim of a token that names its tenant; without it all tokens are of the tenant {@code local}. */
        Optional<String> tenantClaim();

        /** Whether anybody is asked who he is. */
        default boolean asks() {
            return keys() || oidc();
        }
    }

    /** Names of groups or roles in tokens; where several give one, the highest counts. */
    interface Roles {
        /** Of {@link io.carryover.contracts.api.Role#VIEWER}. */
        @WithDefault("carryover-viewer")
        Set<String> viewer();

        /** Of {@link io.carryover.contracts.api.Role#CLIENT}. */
        @WithDefault("carryover-client")
        Set<String> client();

        /** Of {@link io.carryover.contracts.api.Role#OPERATOR}. */
        @WithDefault("carryover-operator")
        Set<String> operator();
    }

    /** Device classes, {@code cpu} or {@code cuda}: they stand in keys of jobs and in results. */
    interface Devices {
        /** Extraction of features. */
        @WithDefault("cpu")
        DeviceClass features();

        /** Fine-tuning. */
        @WithDefault("cpu")
        DeviceClass finetune();
    }

    /** What no result, wish or registration needs is removed from the object store. */
    interface Garbage {
        /** How often; 0 never. */
        @WithDefault("1d")
        Duration every();

        /** Only what was written longer ago; two days at least, as younger bytes may be about to be named. */
        @WithDefault("7d")
        Duration age();
    }

    /** How much of the queue lies in Kafka: released and running jobs of one queue. */
    interface Window {
        /** Jobs per live worker. Two: one that runs, and one that it can start without waiting for the gateway. */
        @WithDefault("2")
        int perWorker();

        /** At least this many where any worker lives. */
        @WithDefault("2")
        int minimum();

        /** At most this many. */
        @WithDefault("1000")
        int maximum();
    }

    /** Times and limits of the job protocol; workers and broker must be told the same. */
    interface Protocol {
        /** Record lock of the share groups. A job that is silent for three of them is given to another worker. */
        @WithDefault("${carryover.queue.lock:30s}")
        Duration lock();

        /** How often a computing attempt speaks. */
        @WithDefault("${carryover.worker.heartbeat:5s}")
        Duration heartbeat();

        /** A worker that was not heard for so long is not counted as live. */
        @WithDefault("20s")
        Duration workerTimeout();

        /** How often silent jobs are looked for. */
        @WithDefault("5s")
        Duration sweepEvery();

        /** First wait before a retry; doubles. */
        @WithDefault("2s")
        Duration backoff();

        /** Longest wait before a retry. */
        @WithDefault("5m")
        Duration maxBackoff();

        /** How long failed jobs are looked at again for an outcome that was committed late. */
        @WithDefault("24h")
        Duration lookAgainFor();
    }
}
