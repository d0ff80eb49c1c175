/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.terminal.Table;
import io.carryover.contracts.api.IssuedKey;
import io.carryover.contracts.api.KeyRequest;
import io.carryover.contracts.api.KeyView;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may ask the gateway: an operator's business. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "Make, list, rotate and revoke the keys of a gateway; needs an operator's key (docs/security.md).",
        synopsisSubcommandLabel = "(create | list | rotate | revoke)")
public final class KeysCommand {
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Make a key and print it on standard output, this once: only a digest of it is kept.")
    int create(
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "What it is for, such as ci or a person's name.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "client",
                            description = "viewer, client or operator (default: ${DEFAULT-VALUE}).")
                    Role role,
            @Option(
                            names = "--tenant",
                            paramLabel = "TENANT",
                            description = "Whose data it opens (default: that of your own key).")
                    @Nullable
                    String tenant,
            @Option(names = "--days", paramLabel = "N", description = "It ends after so many (default: never).")
                    @Nullable
                    Integer days) {
        var request = new KeyRequest(name, role.id(), tenant == null ? null : tenant(tenant), days);
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return issued(output, system.client().createKey(request));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Keys of all tenants, without their secrets.")
    int list(@Mixin Output output) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            List<KeyView> all = system.client().keys();
            var table = new Table("ID", "TENANT", "ROLE", "NAME", "CREATED", "LAST USED", "ENDS");
            all.forEach(key -> table.add(List.of(
                    key.id(),
                    key.tenant().value(),
                    key.role().id(),
                    key.name(),
                    minute(Optional.of(key.created())),
                    minute(key.used()),
                    key.revoked().isPresent() ? "revoked" : minute(key.expires()))));
            output.answer(all, table::lines);
            return 0;
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Make a new key of the same tenant, role and name; the old one is taken for a while still.")
    int rotate(
            @Mixin Output output,
            @Parameters(paramLabel = "ID", description = "Of the old key, as `list` shows it.") String id,
            @Option(
                            names = "--grace-hours",
                            paramLabel = "N",
                            defaultValue = "24",
                            description = "How long the old key is taken still (default: ${DEFAULT-VALUE}).")
                    int hours) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return issued(output, system.client().rotateKey(id, hours));
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Revoke a key and the sessions of browsers that it opened, within seconds.")
    int revoke(@Mixin Output output, @Parameters(paramLabel = "ID", description = "As `list` shows it.") String id) {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().delete("/v1/keys/" + GatewayClient.segment(id));
            output.done(id + " is revoked", Map.of("id", id, "state", "revoked"));
            return 0;
        }
    }

    private static int issued(Output output, IssuedKey issued) {
        if (output.json) {
            output.json(issued);
        } else {
            KeyView key = issued.view();
            output.say("%s of tenant %s, key %s; it is shown this once:"
                    .formatted(key.role().id(), key.tenant(), key.id()));
            output.out().println(issued.key());
            output.out().flush();
        }
        return 0;
    }

    private static String minute(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.MINUTES).toString())
                .orElse("–");
    }

    private static TenantId tenant(String text) {
        try {
            return new TenantId(text);
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "--tenant: 1 to 80 letters, digits, '.', '_', '-'; not '%s'".formatted(text),
                    e);
        }
    }
}
