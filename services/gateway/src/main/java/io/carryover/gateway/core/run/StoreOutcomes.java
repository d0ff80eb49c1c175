/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.storage.Blobs;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Outcomes in the object store. */
@ApplicationScoped
public class StoreOutcomes implements Outcomes {
    private static final Logger LOG = Logger.getLogger(StoreOutcomes.class);
    /** A worker keeps 200 lines of 2,000 characters and a stack trace. */
    private static final int LONGEST_LOG = 1 << 20;

    private static final AttemptId NOBODY = new AttemptId("unreadable");

    private final JobArtifacts artifacts;
    private final Blobs blobs;

    StoreOutcomes(ObjectStore store) {
        this.artifacts = new JobArtifacts(store);
        this.blobs = new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public Optional<Outcome> find(JobKey job) {
        try {
            return artifacts.readOutcome(job);
        } catch (CarryoverException e) {
            if (e.code() != ErrorCode.INPUT_LOST) {
                throw e;
            }
            LOG.errorf("job %s: %s; moved to quarantine", job, e.getMessage());
            artifacts.quarantine(job, NOBODY);
            return Optional.empty();
        }
    }

    @Override
    public boolean intact(Outcome outcome) {
        return outcome.artifacts().values().stream().allMatch(blobs::isThere)
                && shards(outcome.output()).stream().allMatch(blobs::isThere);
    }

    @Override
    public void quarantine(JobKey job, AttemptId attempt) {
        artifacts.quarantine(job, attempt);
    }

    @Override
    public Optional<String> log(Sha256 log) {
        try (InputStream in = blobs.open(log)) {
            return Optional.of(new String(in.readNBytes(LONGEST_LOG), StandardCharsets.UTF_8));
        } catch (CarryoverException e) {
            if (e.code() != ErrorCode.INPUT_LOST) {
                throw e;
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "log " + log.brief() + ": " + e, e);
        }
    }

    private List<ArtifactRef> shards(StepOutput output) {
        return switch (output) {
            case StepOutput.FeaturesReady features -> features.shards();
            case StepOutput.DatasetImported dataset -> packed(dataset.manifest());
            case StepOutput.Slept _,
                    StepOutput.CheckpointImported _,
                    StepOutput.OnnxImported _,
                    StepOutput.LinearScored _,
                    StepOutput.FewShotScored _,
                    StepOutput.KnnScored _,
                    StepOutput.LabelEfficiencyScored _,
                    StepOutput.FineTunePointScored _,
                    StepOutput.FineTuned _,
                    StepOutput.Analysed _ -> List.of();
        };
    }

    /** What a dataset's manifest names; nothing where it is lost itself, which is seen among the artifacts. */
    private List<ArtifactRef> packed(Sha256 manifest) {
        try (InputStream in = blobs.open(manifest)) {
            return Json.readVersioned(in.readAllBytes(), DatasetManifest.class, DatasetManifest.VERSION)
                    .splits()
                    .values()
                    .stream()
                    .flatMap(split -> Stream.concat(split.shards().stream(), Stream.of(split.index())))
                    .toList();
        } catch (CarryoverException e) {
            if (e.code() != ErrorCode.INPUT_LOST) {
                throw e;
            }
            return List.of();
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "manifest " + manifest.brief() + ": " + e, e);
        }
    }
}
