/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.vision.Demo;
import io.carryover.vision.arch.ResNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every demonstration checkpoint, the bad ones included. */
class CheckpointsTest {
    private final Path folder;

    CheckpointsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoints/resnet50w8_supervised.pth, zip, torchvision, 2",
        "checkpoints/resnet50w8_mocov2.pth.tar, legacy, moco, 275",
        "checkpoints/resnet50w8_pycontrast.pth, legacy, pycontrast, 4",
        "checkpoints/resnet50w8_swav.pth.tar, zip, swav, 9",
        "checkpoints/resnet50w8_simclr.pth, zip, state-dict, 2",
        "checkpoints/resnet50w8_byol.pth, zip, torchvision, 0",
        "bad/half_precision.pth, zip, torchvision, 0",
        "bad/channels_last.pth, zip, torchvision, 0",
    })
    void legitimateFilesLoad(String file, String container, String layout, int ignored) {
        LoadedCheckpoint loaded = Checkpoints.load(Demo.path(file), LoadOptions.DEFAULT);

        CheckpointReport report = loaded.inspection().report();
        assertThat(report.container()).isEqualTo(container);
        assertThat(report.layout()).isEqualTo(layout);
        assertThat(report.architecture()).isEqualTo(new Architecture("resnet50", 8));
        assertThat(report.parameters()).isEqualTo(374_152);
        assertThat(report.matched()).isEqualTo(265);
        assertThat(report.ignored()).hasSize(ignored);
        assertThat(report.missing()).isEmpty();
        assertThat(report.tensorsSha256()).isEqualTo(loaded.weights().digest());
        assertThat(loaded.weights().network().dimension()).isEqualTo(256);
    }

    @Test
    void theReportNamesFileHeadsAndPlaceholders() {
        CheckpointReport report = Checkpoints.load(
                        Demo.path("checkpoints/resnet50w8_pycontrast.pth"), LoadOptions.DEFAULT)
                .inspection()
                .report();

        assertThat(report.sha256().hex()).isEqualTo("1a5707f727e842bbdd04b121b4bec722e31cbff659c5617caefd7aaf8fba185e");
        assertThat(report.sizeBytes()).isEqualTo(1_905_096);
        assertThat(report.ignored())
                .containsExactly(
                        "module.head.0.weight", "module.head.0.bias", "module.head.2.weight", "module.head.2.bias");
        assertThat(report.placeholders()).containsExactly("argparse.Namespace");
    }

    @Test
    void equalWeightsHaveOneIdentityWhateverTheContainerAndStrides() {
        assertThat(tensors("checkpoints/resnet50w8_mocov2.pth.tar"))
                .isEqualTo(tensors("checkpoints/resnet50w8_pycontrast.pth"));
        assertThat(tensors("bad/channels_last.pth")).isEqualTo(tensors("checkpoints/resnet50w8_byol.pth"));
        assertThat(tensors("bad/half_precision.pth")).isNotEqualTo(tensors("checkpoints/resnet50w8_byol.pth"));
    }

    @ParameterizedTest
    @CsvSource({
        "bad/evil_exec.pth, UNSAFE_CHECKPOINT, posix.system",
        "bad/evil_exec_legacy.pth, UNSAFE_CHECKPOINT, posix.system",
        "bad/truncated.pth, TRUNCATED_CHECKPOINT, no zip directory",
        "bad/truncated_legacy.pth, TRUNCATED_CHECKPOINT, 2037272",
        "bad/wrong_arch.pth, ARCHITECTURE_MISMATCH, resnet18 of width 8",
        "bad/nan.pth, NOT_FINITE_WEIGHTS, 'layer3.2.conv2.weight at index 0 is NaN'",
        "bad/missing_key.pth, MISSING_TENSORS, '1 tensor: layer4.2.conv3.weight'",
        "README.md, NOT_A_CHECKPOINT, a text file",
        "goldens/channels_last.npy, NOT_A_CHECKPOINT, NumPy",
        "digits/test-images-idx3-ubyte.gz, NOT_A_CHECKPOINT, gzip",
        "checkpoints, NOT_A_CHECKPOINT, directory",
        "checkpoints/none.pth, NOT_FOUND, none.pth",
    })
    void badFilesAreRefusedForWhatTheyAre(String file, ErrorCode code, String saying) {
        Path path = Demo.path(file);

        assertThatThrownBy(() -> Checkpoints.load(path, LoadOptions.DEFAULT))
                .isInstanceOfSatisfying(CarryoverException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage())
                            .contains(saying)
                            .contains(path.getFileName().toString())
                            .hasLineCount(1);
                });
        assertThat(Path.of("PWNED_BY_EVIL_EXEC.txt")).doesNotExist();
    }

    @Test
    void inspectionTellsWhatIsMissingAndWhatLoadWouldSay() {
        Inspection found = Checkpoints.inspect(Demo.path("bad/missing_key.pth"), LoadOptions.DEFAULT);

        assertThat(found.missing()).containsExactly("layer4.2.conv3.weight");
        assertThat(found.matched()).isEqualTo(264);
        assertThat(found.tensorsSha256()).isEmpty();
        assertThat(found.problem().map(Inspection.Problem::code)).contains(ErrorCode.MISSING_TENSORS);
    }

    @Test
    void anotherArchitectureLoadsWhenItIsAskedFor() {
        LoadedCheckpoint loaded =
                Checkpoints.load(Demo.path("bad/wrong_arch.pth"), LoadOptions.parse("auto", "resnet18"));

        assertThat(loaded.weights().network()).isEqualTo(new ResNet(ResNet.Family.RESNET18, 8));
        assertThat(loaded.inspection().matched()).isEqualTo(100);
        assertThat(loaded.weights().network().dimension()).isEqualTo(64);
    }

    @Test
    void aLayoutThatDoesNotFitIsSaidSo() {
        assertThatThrownBy(() -> Checkpoints.load(
                        Demo.path("checkpoints/resnet50w8_byol.pth"), LoadOptions.parse("moco", "resnet50")))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_LAYOUT));
        assertThatThrownBy(() -> LoadOptions.parse("mocco", "resnet50")).hasMessageContaining("mocco");
        assertThatThrownBy(() -> LoadOptions.parse("auto", "resnet51")).hasMessageContaining("resnet51");
    }

    @Test
    void normalFormIsASafetensorsFileThatLoadsToTheSameIdentity() throws IOException {
        LoadedCheckpoint loaded =
                Checkpoints.load(Demo.path("checkpoints/resnet50w8_swav.pth.tar"), LoadOptions.DEFAULT);
        Path file = folder.resolve("normal.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            loaded.weights().write(out);
        }

        LoadedCheckpoint again = Checkpoints.load(file, LoadOptions.DEFAULT);

        assertThat(again.inspection().container()).isEqualTo(Container.SAFETENSORS);
        assertThat(again.weights().digest()).isEqualTo(loaded.weights().digest());
        assertThat(again.inspection().sha256()).isEqualTo(again.weights().digest());
        assertThat(again.inspection().tensorsSha256())
                .isEqualTo(Optional.of(loaded.weights().digest()));
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        assertThat(refusal(new byte[0])).contains("empty");
        assertThat(refusal("<!DOCTYPE html><p>log in".getBytes(StandardCharsets.UTF_8)))
                .contains("web page");
        byte[] tar = new byte[1024];
        tar[0] = 'a';
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertThat(refusal(tar)).contains("tar archive");
        assertThat(refusal(new byte[] {1, 2, 3})).contains("begins like no file");
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("f.pth"), bytes);
        CarryoverException refused =
                catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(file, LoadOptions.DEFAULT));
        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
        return String.valueOf(refused.getMessage());
    }

    private static Sha256 tensors(String file) {
        return Checkpoints.load(Demo.path(file), LoadOptions.DEFAULT).weights().digest();
    }
}
