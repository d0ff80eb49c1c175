/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import io.carryover.cli.client.CallerKey;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The system that a command talks to: a gateway elsewhere, the one that runs on this machine, or one that the command
 * starts for itself and ends when it is done.
 */
public final class LocalSystem implements AutoCloseable {
    private final Optional<Supplier<LocalSystem>> again;
    private GatewayClient client;
    private Optional<StandaloneProcess> started;

    private LocalSystem(
            GatewayClient client, Optional<StandaloneProcess> started, Optional<Supplier<LocalSystem>> again) {
        this.client = client;
        this.started = started;
        this.again = again;
    }

    /** The gateway. */
    public GatewayClient client() {
        return client;
    }

    /** Whether this command started the system, and so ends it. */
    public boolean ownsIt() {
        return started.isPresent();
    }

    /**
     * Finds a running system.
     *
     * @throws CarryoverException GATEWAY_UNREACHABLE where none runs
     */
    public static LocalSystem find(Map<String, String> environment) {
        return running(environment)
                .orElseThrow(
                        () -> new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "no system runs on this machine"));
    }

    /** Finds a running system or starts one; {@code say} gets a line on what happens. */
    public static LocalSystem findOrStart(
            Map<String, String> environment, Optional<Integer> port, Consumer<String> say) {
        return running(environment)
                .map(there -> mayStart(environment)
                        ? new LocalSystem(
                                there.client, there.started, Optional.of(() -> findOrStart(environment, port, _ -> {})))
                        : there)
                .orElseGet(() -> start(environment, port, say));
    }

    /**
     * Finds or starts a system anew where the one that was found is gone: another command had started it for itself and
     * ended. Evaluations go on where they were.
     *
     * @return whether this command started one; false where that is not its business, or the old one still shuts down
     */
    public boolean revive() {
        if (again.isEmpty() || started.isPresent()) {
            return false;
        }
        try {
            LocalSystem fresh = again.get().get();
            client = fresh.client;
            started = fresh.started;
            return started.isPresent();
        } catch (CarryoverException e) {
            if (e.code() == ErrorCode.HOME_LOCKED || e.code() == ErrorCode.PORT_IN_USE) {
                return false;
            }
            throw e;
        }
    }

    private static boolean mayStart(Map<String, String> environment) {
        return environment.getOrDefault("CARRYOVER_URL", "").isBlank();
    }

    private static Optional<LocalSystem> running(Map<String, String> environment) {
        String url = environment.get("CARRYOVER_URL");
        if (url != null && !url.isBlank()) {
            return Optional.of(new LocalSystem(
                    new GatewayClient(address(url), CallerKey.of(environment)), Optional.empty(), Optional.empty()));
        }
        return Home.of(environment)
                .runningAt()
                .map(there -> new GatewayClient(there, CallerKey.of(environment)))
                .map(client -> new LocalSystem(client, Optional.empty(), Optional.empty()));
    }

    /**
     * The address of a gateway.
     *
     * @throws CarryoverException INVALID_REQUEST for any other text
     */
    public static URI address(String url) {
        try {
            URI address = URI.create(url.strip());
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // The same as an address of the wrong form.
        }
        throw new CarryoverException(
                ErrorCode.INVALID_REQUEST, "CARRYOVER_URL is no address like http://127.0.0.1:8080: " + url);
    }

    private static LocalSystem start(Map<String, String> environment, Optional<Integer> port, Consumer<String> say) {
        say.accept("starting the system (data in " + Home.of(environment).folder() + ")");
        StandaloneProcess process = StandaloneProcess.start(environment, port);
        return new LocalSystem(
                new GatewayClient(process.url(), CallerKey.of(environment)), Optional.of(process), Optional.empty());
    }

    /** Ends the system if this command started it, and waits until it has ended. */
    @Override
    public void close() {
        started.ifPresent(StandaloneProcess::stop);
    }
}
