package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a checkpoint. Names from the file are shown in printable ASCII.
 *
 * @param sha256 digest of the file's bytes
 * @param tensorsSha256 digest of the backbone's tensors in normal form; absent when they can't be loaded
 * @param container how the file is built
 * @param layout id of the {@link Layout} that fits
 * @param architecture such as {@code resnet50}, from names and block counts
 * @param width channels behind the stem
 * @param dimension length of the pooled feature
 * @param parameters trained parameters of the backbone
 * @param matched tensors of the backbone that the file has, with the right shape
 * @param ignored tensors beside the backbone: heads, queues, second encoders; batch counters are not listed
 * @param missing tensors of the backbone that the file lacks
 * @param unexpected tensors that the backbone has no place for, or with another shape
 * @param placeholders classes in the file's pickle that were not interpreted
 * @param problem what a load would be refused for, if anything
 */
public record CheckpointReport(
        Sha256 sha256,
        Optional<Sha256> tensorsSha256,
        Container container,
        Layout layout,
        String architecture,
        int width,
        int dimension,
        long parameters,
        int matched,
        List<String> ignored,
        List<String> missing,
        List<String> unexpected,
        List<String> placeholders,
        Optional<Problem> problem) {

    /** Why the checkpoint can't be loaded. */
    public record Problem(ErrorCode code, String message) {}

    public CheckpointReport {
        ignored = List.copyOf(ignored);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        placeholders = List.copyOf(placeholders);
    }
}
