/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.gateway.api.registration.Registrar;
import io.carryover.gateway.core.Results;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.Score;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Imports tables and takes them back. */
@ApplicationScoped
public class Tables {
    /** Kafka takes 1 MiB; a record that is near it would be stuck in the outbox behind the smallest change of settings. */
    private static final int MOST_BYTES = 768 << 10;

    private final TableRows rows;
    private final Results results;
    private final Registrar registrar;
    private final Clock clock = Clock.systemUTC();

    @Inject
    Tables(TableRows rows, Results results, Registrar registrar) {
        this.rows = rows;
        this.results = results;
        this.registrar = registrar;
    }

    /** What an import came to: {@code created} where no table of that name stood. */
    record Put(ImportedTable table, boolean created) {}

    /**
     * Makes the table of that name say what {@code csv} says; where it does already, nothing is written.
     *
     * @param newModels whether it may hold models that are neither registered nor of the study nor in the table already
     * @throws CarryoverException INVALID_RESULTS by line and column, NAME_TAKEN for the study's own name, REQUEST_TOO_LARGE
     */
    @Transactional
    Put put(
            TenantId tenant,
            String name,
            String file,
            String csv,
            String source,
            String citation,
            String licence,
            boolean newModels) {
        if (name.equals(StudyTables.NAME)) {
            throw new CarryoverException(
                    ErrorCode.NAME_TAKEN, "'%s' is the name of the study's own tables".formatted(name));
        }
        rows.lock(tenant, name);
        Optional<TableRows.Written> before = rows.find(tenant, name);
        List<Score> scores = newModels
                ? ResultsCsv.read(file, csv)
                : ResultsCsv.read(file, csv, models(tenant, before.map(TableRows.Written::table))::contains);
        var content = new TableContent(ImportedTable.IMPORTED, source, citation, licence, TableContent.columns(scores));
        String digest = digest(content);
        if (before.isPresent() && before.get().stands() && before.get().digest().equals(digest)) {
            return new Put(before.get().table(), false);
        }
        int revision = before.map(b -> b.table().revision() + 1).orElse(0);
        return new Put(
                write(tenant, name, revision, content, digest),
                before.filter(TableRows.Written::stands).isEmpty());
    }

    /** Tables that stand, by name. */
    List<ImportedTable> standing(TenantId tenant) {
        return rows.standing(tenant);
    }

    /** @throws CarryoverException NOT_FOUND */
    ImportedTable get(TenantId tenant, String name) {
        return rows.find(tenant, name)
                .filter(TableRows.Written::stands)
                .map(TableRows.Written::table)
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no table '%s'".formatted(name)));
    }

    /** @throws CarryoverException NOT_FOUND; INVALID_REQUEST for the study's own */
    @Transactional
    void remove(TenantId tenant, String name) {
        if (name.equals(StudyTables.NAME)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "the study's tables come with Carryover and stay: boards leave them out with origin=measured");
        }
        rows.lock(tenant, name);
        ImportedTable table = get(tenant, name);
        var withdrawal = new ImportedTable(
                ImportedTable.VERSION,
                tenant,
                name,
                table.revision() + 1,
                table.origin(),
                table.source(),
                table.citation(),
                table.licence(),
                Optional.empty(),
                clock.instant());
        rows.put(withdrawal, "");
        results.write(withdrawal);
    }

    /**
     * Puts the study's tables there, unless this edition of them or a later one was. Its revision is the edition, so gateways that start at
     * once, or of two versions, agree on what stands.
     *
     * @return whether they were written
     */
    @Transactional
    public boolean putStudy(TenantId tenant) {
        rows.lock(tenant, StudyTables.NAME);
        Optional<TableRows.Written> before = rows.find(tenant, StudyTables.NAME);
        if (before.isPresent() && before.get().table().revision() >= StudyTables.EDITION) {
            return false;
        }
        TableContent content = study();
        write(tenant, StudyTables.NAME, StudyTables.EDITION, content, digest(content));
        return true;
    }

    /** The bundled tables as an import would say them. */
    static TableContent study() {
        return new TableContent(
                ImportedTable.PUBLISHED,
                StudyTables.SOURCE,
                StudyTables.CITATION,
                StudyTables.LICENCE,
                TableContent.columns(PublishedScores.of(StudyTables::text)));
    }

    /** Of all that is said. */
    static String digest(TableContent content) {
        return Sha256.of(Json.canonical(content)).hex();
    }

    private ImportedTable write(TenantId tenant, String name, int revision, TableContent content, String digest) {
        var table = new ImportedTable(
                ImportedTable.VERSION,
                tenant,
                name,
                revision,
                content.origin(),
                content.source(),
                content.citation(),
                content.licence(),
                Optional.of(content.columns()),
                clock.instant());
        checkSize(table);
        rows.put(table, digest);
        results.write(table);
        return table;
    }

    /** @throws CarryoverException REQUEST_TOO_LARGE for what is no record of the topic */
    static void checkSize(ImportedTable table) {
        int bytes = Json.bytes(table).length;
        if (bytes > MOST_BYTES) {
            throw new CarryoverException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "the table comes to %d bytes as one record, and %d is the most: import it in parts, under several names"
                            .formatted(bytes, MOST_BYTES));
        }
    }

    private Set<String> models(TenantId tenant, Optional<ImportedTable> before) {
        Set<String> known = new HashSet<>(registrar.backbones(tenant));
        study().columns().forEach(column -> column.cells().forEach(cell -> known.add(cell.model())));
        before.flatMap(ImportedTable::columns)
                .ifPresent(
                        columns -> columns.forEach(column -> column.cells().forEach(cell -> known.add(cell.model()))));
        return known;
    }
}
