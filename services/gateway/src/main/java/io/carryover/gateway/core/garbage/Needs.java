/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.core.table.Sql;
import io.carryover.storage.Blobs;
import jakarta.persistence.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is needed: jobs, and every digest and upload that a needed thing's text names. Whatever looks like a digest counts
 * as one: better an object too many than one too few.
 */
final class Needs {
    private static final Pattern NAMES = Pattern.compile("[0-9a-f]{64}|up-[0-9a-f]{24}");
    private static final int PAGE = 2000;

    /** Wanted, on their way, with a result, of a registration, or of late; and all that they read. */
    private static final String NEEDED_JOBS = """
            WITH RECURSIVE needed AS (
              SELECT j.key FROM gateway.job j
              WHERE j.state NOT IN ('succeeded', 'failed', 'cancelled', 'skipped') OR j.ended_at > ?1
              OR EXISTS (SELECT 1 FROM gateway.job_wish w WHERE w.job = j.key AND NOT w.withdrawn)
              OR EXISTS (SELECT 1 FROM gateway.result_key r WHERE r.job = j.key)
              OR EXISTS (SELECT 1 FROM gateway.registration_job g WHERE g.job = j.key)
              UNION
              SELECT d.input FROM needed n JOIN gateway.job_dependency d ON d.job = n.key
            )
            SELECT key FROM needed
            """;

    private final Sql sql;
    private final Blobs blobs;
    private final Set<String> jobs;
    private final Set<String> read = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Sha256> manifests = new HashSet<>();

    private Needs(Sql sql, Blobs blobs, Instant since) {
        this.sql = sql;
        this.blobs = blobs;
        this.jobs = new HashSet<>(sql.texts(NEEDED_JOBS, since));
    }

    /** Reads the database, in the caller's transaction. Jobs that ended after {@code since} count as needed. */
    static Needs read(Sql sql, Blobs blobs, Instant since) {
        Needs needs = new Needs(sql, blobs, since);
        needs.readJobs();
        needs.pages("SELECT id, job, detail FROM gateway.job_story WHERE id > ?1 AND what = 'attempt failed'"
                + " ORDER BY id LIMIT " + PAGE);
        needs.pages(
                "SELECT seq, CAST(NULL AS text), concat(content, ready, report) FROM gateway.registration WHERE seq > ?1"
                        + " ORDER BY seq LIMIT " + PAGE);
        needs.pages(
                "SELECT id, CAST(NULL AS text), result FROM gateway.cell WHERE id > ?1 AND result IS NOT NULL ORDER BY id LIMIT "
                        + PAGE);
        needs.readResults();
        return needs;
    }

    boolean job(JobKey job) {
        return jobs.contains(job.value());
    }

    boolean blob(Sha256 sha256) {
        return names.contains(sha256.hex());
    }

    boolean upload(String id) {
        return names.contains(id);
    }

    /** Whether what the job's outcome names is known already: the database had it. */
    boolean hasRead(JobKey job) {
        return read.contains(job.value());
    }

    /** An outcome that stays in the store needs what it names. */
    void stays(Outcome outcome) {
        read.add(outcome.job().value());
        names(Json.text(outcome));
        if (outcome.output() instanceof StepOutput.DatasetImported imported) {
            manifest(imported.manifest());
        }
    }

    private void readJobs() {
        String after = "";
        List<Tuple> page;
        do {
            page = sql.rows(
                    "SELECT key, spec, outcome FROM gateway.job WHERE key > ?1 ORDER BY key LIMIT " + PAGE, after);
            for (Tuple row : page) {
                after = row.get(0, String.class);
                if (jobs.contains(after)) {
                    String spec = row.get(1, String.class);
                    names(spec);
                    reads(Json.read(spec, JobSpec.class));
                    String outcome = row.get(2, String.class);
                    if (outcome != null) {
                        stays(Json.read(outcome, Outcome.class));
                    }
                }
            }
        } while (page.size() == PAGE);
    }

    private void readResults() {
        String after = "";
        List<Tuple> page;
        do {
            page = sql.rows(
                    "SELECT digest, record FROM gateway.result_key WHERE digest > ?1 ORDER BY digest LIMIT " + PAGE,
                    after);
            for (Tuple row : page) {
                after = row.get(0, String.class);
                names(row.get(1, String.class));
            }
        } while (page.size() == PAGE);
    }

    /** Texts by a number that grows; where a job is named, only those of needed ones. */
    private void pages(String query) {
        long after = 0;
        List<Tuple> page;
        do {
            page = sql.rows(query, after);
            for (Tuple row : page) {
                after = row.get(0, Number.class).longValue();
                Object job = row.get(1);
                String text = row.get(2, String.class);
                if (text != null && (job == null || jobs.contains(job.toString()))) {
                    names(text);
                }
            }
        } while (page.size() == PAGE);
    }

    /** Datasets are named by their manifest alone. */
    private void reads(JobSpec spec) {
        switch (spec) {
            case JobSpec.ExtractFeatures features -> manifest(features.dataset());
            case JobSpec.ImportFeatures features -> manifest(features.dataset());
            case JobSpec.FineTunePoint point -> manifest(point.setup().dataset());
            case JobSpec.FineTune run -> manifest(run.setup().dataset());
            case JobSpec.Sleep _,
                    JobSpec.ImportCheckpoint _,
                    JobSpec.ImportOnnx _,
                    JobSpec.ImportDataset _,
                    JobSpec.LinearProbe _,
                    JobSpec.FewShot _,
                    JobSpec.Knn _,
                    JobSpec.LabelEfficiency _,
                    JobSpec.Analysis _ -> {}
        }
    }

    private void manifest(Sha256 manifest) {
        names.add(manifest.hex());
        if (!manifests.add(manifest) || blobs.stat(manifest).isEmpty()) {
            return;
        }
        try (InputStream in = blobs.open(manifest)) {
            names(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void names(String text) {
        Matcher found = NAMES.matcher(text);
        while (found.find()) {
            names.add(found.group());
        }
    }
}
