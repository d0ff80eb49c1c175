/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a job computes: everything that can change its bytes, and nothing else (no names, no evaluation, no batch size).
 * Its {@link JobKeys key} is a digest of it. A field is added only with a default that keeps old bytes; a step's
 * version is raised when its bytes may change.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobSpec.Sleep.class, name = "sleep"),
    @JsonSubTypes.Type(value = JobSpec.ImportCheckpoint.class, name = "import-checkpoint"),
    @JsonSubTypes.Type(value = JobSpec.ImportOnnx.class, name = "import-onnx"),
    @JsonSubTypes.Type(value = JobSpec.ImportDataset.class, name = "import-dataset"),
    @JsonSubTypes.Type(value = JobSpec.ImportFeatures.class, name = "import-features"),
    @JsonSubTypes.Type(value = JobSpec.ExtractFeatures.class, name = "features"),
    @JsonSubTypes.Type(value = JobSpec.LinearProbe.class, name = "linear"),
    @JsonSubTypes.Type(value = JobSpec.FewShot.class, name = "few-shot"),
    @JsonSubTypes.Type(value = JobSpec.Knn.class, name = "knn"),
    @JsonSubTypes.Type(value = JobSpec.LabelEfficiency.class, name = "label-efficiency"),
    @JsonSubTypes.Type(value = JobSpec.FineTunePoint.class, name = "finetune-point"),
    @JsonSubTypes.Type(value = JobSpec.FineTune.class, name = "finetune"),
    @JsonSubTypes.Type(value = JobSpec.Analysis.class, name = "analysis"),
})
public sealed interface JobSpec {
    /** Which kind of queue runs it. */
    @JsonIgnore
    Kind kind();

    /** Name of the step, as in JSON and in artifacts. */
    @JsonIgnore
    String step();

    /** Version of the step: raised only when its bytes may change. */
    @JsonIgnore
    int stepVersion();

    /** Jobs whose outcomes it reads. */
    @JsonIgnore
    default List<JobKey> inputs() {
        return List.of();
    }

    /**
     * A job that only sleeps, in steps that it checkpoints: the test of everything that moves, and the installation's
     * own smoke test.
     *
     * @param on kind of queue that it runs in
     * @param name tells one from another
     * @param steps how many
     * @param stepMillis length of each, milliseconds
     */
    record Sleep(Kind on, String name, int steps, long stepMillis) implements JobSpec {
        @Override
        public Kind kind() {
            return on;
        }

        @Override
        public String step() {
            return "sleep";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }

    /**
     * Reads a checkpoint safely and keeps its tensors in canonical form.
     *
     * @param layout name of a layout, or {@code auto}
     * @param architecture the only one to accept, such as {@code resnet18w64}; empty to find it
     */
    record ImportCheckpoint(Source source, String layout, Optional<String> architecture) implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.IMPORTS;
        }

        @Override
        public String step() {
            return "import-checkpoint";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }

    /**
     * Checks an ONNX file and keeps it with its external data.
     *
     * @param input name of the value that images go into; empty where the file has one input
     * @param output name of the value that is the feature; empty where the file has one output
     * @param side of the images that it must take, pixels
     */
    record ImportOnnx(Source source, Optional<String> input, Optional<String> output, int side) implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.IMPORTS;
        }

        @Override
        public String step() {
            return "import-onnx";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }

    /**
     * Verifies a dataset and packs it.
     *
     * @param format {@code idx}, {@code cifar}, {@code csv}, {@code webdataset}, {@code folder}, the name of an official
     *     layout such as {@code dtd}, or {@code auto}
     * @param skipBroken whether images that can't be read are left out and counted, instead of failing the job
     */
    record ImportDataset(
            Source source,
            String format,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean skipBroken) implements JobSpec {
        /** Nothing is skipped. */
        public ImportDataset(Source source, String format) {
            this(source, format, false);
        }

        @Override
        public Kind kind() {
            return Kind.IMPORTS;
        }

        @Override
        public String step() {
            return "import-dataset";
        }

        @Override
        public int stepVersion() {
            return 2; // 2: a val split is made where train and test have none
        }
    }

    /** Takes features that a client computed elsewhere for one split: safetensors or .npy, with labels and image ids. */
    record ImportFeatures(Source source, Sha256 dataset, String split, String recipe) implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.IMPORTS;
        }

        @Override
        public String step() {
            return "import-features";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }

    /** Features of one split: float32 [N,D], one row per image in the split's order. */
    record ExtractFeatures(
            Weights weights,
            Sha256 dataset,
            String split,
            TransformId transform,
            Normalisation normalisation,
            Variant variant)
            implements JobSpec {
        /** Rises when the features of a recipe become others. */
        public static final int STEP_VERSION = 1;

        @Override
        public Kind kind() {
            return Kind.FEATURES;
        }

        @Override
        public String step() {
            return "features";
        }

        @Override
        public int stepVersion() {
            return STEP_VERSION;
        }
    }

    /**
     * Logistic regression over 45 values of C, chosen on val, refitted on train+val, scored on test (paper 4.1, A.2).
     *
     * @param metric {@code top1}, {@code mean-per-class}, or for multi-label datasets {@code map11}
     */
    record LinearProbe(JobKey train, JobKey val, JobKey test, ProtocolId protocol, String metric, Variant variant)
            implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.HEADS;
        }

        @Override
        public String step() {
            return "linear";
        }

        @Override
        public int stepVersion() {
            return 3; // 2: inner products of images where there are more features than images; 3: calibration
        }

        @Override
        public List<JobKey> inputs() {
            return Stream.of(train, val, test).distinct().toList();
        }
    }

    /** Nearest centroid on episodes drawn from the union of {@code pool} (paper 4.2, A.3). */
    record FewShot(
            List<JobKey> pool,
            int ways,
            int shots,
            int queries,
            int episodes,
            long seed,
            ProtocolId protocol,
            Variant variant)
            implements JobSpec {
        public FewShot {
            pool = List.copyOf(pool);
        }

        @Override
        public Kind kind() {
            return Kind.HEADS;
        }

        @Override
        public String step() {
            return "few-shot";
        }

        @Override
        public int stepVersion() {
            return 1;
        }

        @Override
        public List<JobKey> inputs() {
            return pool.stream().distinct().toList();
        }
    }

    /**
     * DINO's weighted nearest neighbours: those of {@code train} by cosine vote on {@code test} (ICCV 2021, section 4.1).
     *
     * @param neighbours values of k, ascending; one that is larger than the training split is left out
     * @param temperature a neighbour of cosine s has exp(s / temperature) votes
     */
    record Knn(
            JobKey train,
            JobKey test,
            List<Integer> neighbours,
            double temperature,
            ProtocolId protocol,
            Variant variant)
            implements JobSpec {
        public Knn {
            neighbours = List.copyOf(neighbours);
        }

        @Override
        public Kind kind() {
            return Kind.HEADS;
        }

        @Override
        public String step() {
            return "knn";
        }

        @Override
        public int stepVersion() {
            return 1;
        }

        @Override
        public List<JobKey> inputs() {
            return Stream.of(train, test).distinct().toList();
        }
    }

    /**
     * Linear accuracy on {@code test} against labels per class drawn from {@code train} and {@code val} together.
     *
     * @param labels per class, ascending; what the smallest class doesn't give is left out
     * @param subsets drawn for each number of labels
     * @param metric {@code top1} or {@code mean-per-class}
     */
    record LabelEfficiency(
            JobKey train,
            JobKey val,
            JobKey test,
            List<Integer> labels,
            int subsets,
            long seed,
            ProtocolId protocol,
            String metric,
            Variant variant)
            implements JobSpec {
        public LabelEfficiency {
            labels = List.copyOf(labels);
        }

        @Override
        public Kind kind() {
            return Kind.HEADS;
        }

        @Override
        public String step() {
            return "label-efficiency";
        }

        @Override
        public int stepVersion() {
            return 1;
        }

        @Override
        public List<JobKey> inputs() {
            return Stream.of(train, val, test).distinct().toList();
        }
    }

    /** Trains on train with one point of a grid and scores on val (paper 4.1, A.2; ssl-transfer finetune.py). */
    record FineTunePoint(FineTuneSetup setup, FineTuneGrid.Point point) implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.FINETUNE;
        }

        @Override
        public String step() {
            return "finetune-point";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }

    /**
     * Chooses the point that did best on val, trains with it on train+val, scores once on test.
     *
     * @param grid the jobs of all points, in the grid's order
     * @param seed of this run; the points are trained from seed 0 whatever it is
     */
    record FineTune(List<JobKey> grid, FineTuneSetup setup, long seed) implements JobSpec {
        public FineTune {
            grid = List.copyOf(grid);
        }

        @Override
        public Kind kind() {
            return Kind.FINETUNE;
        }

        @Override
        public String step() {
            return "finetune";
        }

        @Override
        public int stepVersion() {
            return 1;
        }

        @Override
        public List<JobKey> inputs() {
            return grid.stream().distinct().toList();
        }
    }

    /**
     * Correlations and rankings of a table of scores (docs/analysis.md).
     *
     * @param scores digest of the table: CSV, a score a line
     * @param reference name of the column that all others are held against
     * @param protocol of the numbers that are ranked; empty where no setting has numbers of several
     * @param draws permutations, where not all are tried, and resamples
     */
    record Analysis(Sha256 scores, String reference, Optional<String> protocol, int draws, long seed)
            implements JobSpec {
        @Override
        public Kind kind() {
            return Kind.ANALYSIS;
        }

        @Override
        public String step() {
            return "analysis";
        }

        @Override
        public int stepVersion() {
            return 1;
        }
    }
}
