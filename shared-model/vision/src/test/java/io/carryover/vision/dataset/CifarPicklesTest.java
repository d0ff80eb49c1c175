/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of {@code make_cifar.py}. */
class CifarPicklesTest {
    private static final Path FILES = Path.of("src", "test", "resources", "cifar");

    private final Path folder;

    CifarPicklesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve("10-python2"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10-python2, 10-binary, airplane",
        "10-python3, 10-binary, airplane",
        "100-python2, 100-binary, fine 00",
        "100-python3, 100-binary, fine 00",
    })
    void theyAreTheBinaryVersionInAnotherForm(String pickled, String binary, String firstClass) {
        ImageDataset found = ImageDataset.open(FILES.resolve(pickled));
        ImageDataset expected = ImageDataset.open(FILES.resolve(binary));

        assertThat(found.container()).isEqualTo(expected.container()).startsWith("cifar10");
        assertThat(found.classes()).startsWith(firstClass).isEqualTo(expected.classes());
        assertThat(found.splits().keySet())
                .contains("test", "train")
                .isEqualTo(expected.splits().keySet());
        expected.splits()
                .forEach((name, split) -> assertEqual((EncodedImages) found.split(name), (EncodedImages) split));
    }

    @Test
    void theFolderAroundTheUnpackedArchiveWillDo() throws IOException {
        Path around = Files.createDirectory(folder.resolve("around"));
        Path inside = Files.createDirectory(around.resolve("cifar-10-batches-py"));
        try (Stream<Path> files = Files.list(FILES.resolve("10-python2"))) {
            for (Path file : files.toList()) {
                Files.copy(file, inside.resolve(file.getFileName()));
            }
        }

        ImageDataset found = ImageDataset.open(around);

        assertThat(found.classes()).isEqualTo(ImageDataset.open(inside).classes());
        assertThat(found.splits().keySet()).contains("train", "test");
    }

    private static void assertEqual(EncodedImages found, EncodedImages expected) {
        assertThat(found.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.id(i)).isEqualTo(expected.id(i));
            assertThat(found.label(i)).isEqualTo(expected.label(i));
            assertThat(found.encoded(i)).isEqualTo(expected.encoded(i));
        }
    }

    @Test
    void withoutMetaClassesAreNumbers() throws IOException {
        Files.delete(folder.resolve("batches.meta"));

        assertThat(ImageDataset.open(folder).classes()).startsWith("0", "1");
    }

    @Test
    void filesThatEndTooEarlyAreNamed() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("data_batch_3"));
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : 97) {
            Files.write(folder.resolve("data_batch_3"), Arrays.copyOf(whole, length));
            assertRefused("data_batch_3", "");
        }
    }

    @Test
    void labelsAndImagesMustFit() throws IOException {
        // the list of data_batch_1's two labels: ]q\b(K.K.e
        replace("data_batch_1", "]q\b\\(K.K.e", "]q\b(K\u0001K\ne");
        assertRefused("data_batch_1", "label 1 of labels is not a number from 0 to 9");
        replace("data_batch_1", "]q\b\\(K\u0001K\ne", "]q\b(K\u0001e");
        assertRefused("data_batch_1", "1 labels for 2 images");
        replace("data_batch_1", "]q\b\\(K\u0001e", "]q\b(K\u0001U\u00011e");
        assertRefused("data_batch_1", "label 1 of labels is not a number");
    }

    @Test
    void namesMustBeTenDifferentTexts() throws IOException {
        replace("batches.meta", "bird", "cat");
        assertRefused("batches.meta", "10 names, not 10 different ones");
        replace("batches.meta", "label_names", "other_names");
        assertRefused("batches.meta", "it needs a list label_names");
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, exec",
        "dill._dill, _create_function",
    })
    void codeIsRefusedByName(String module, String name) throws IOException {
        String evil = "\u0080\u0002c%s\n%s\nU\u0004true\u0085R.".formatted(module, name);
        Files.write(folder.resolve("test_batch"), evil.getBytes(StandardCharsets.ISO_8859_1));

        assertRefused("test_batch", "is unsafe: it names %s.%s, which no dataset needs".formatted(module, name));
    }

    @Test
    void arraysOfOtherKindsAndAbsurdSizesAreRefused() throws IOException {
        byte[] sound = Files.readAllBytes(folder.resolve("data_batch_2"));
        replace("data_batch_2", "U\u0002u1", "U\u0002f4");
        assertRefused("data_batch_2", "");
        Files.write(folder.resolve("data_batch_2"), sound);
        replace("data_batch_2", "K\u0001M\u0000\f", "J\u00ff\u00ff\u00ff\u007fM\u0000\f"); // 2^31 - 1 images
        assertRefused("data_batch_2", "");
        Files.write(folder.resolve("data_batch_2"), sound);
        replace("data_batch_2", "T\u0000\f\u0000\u0000", "T\u0000\u0000\u0000\u00f0"); // 4 GB of samples
        assertRefused("data_batch_2", "ends too early");
        Files.write(folder.resolve("data_batch_2"), sound);
        replace("data_batch_2", "U\u0004data", "U\u0004dato");
        assertRefused("data_batch_2", "it needs an array data");
    }

    private void replace(String file, String what, String by) throws IOException {
        String before = Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
        String after = before.replaceFirst("(?s)" + what, java.util.regex.Matcher.quoteReplacement(by));
        assertThat(after).isNotEqualTo(before);
        Files.writeString(folder.resolve(file), after, StandardCharsets.ISO_8859_1);
    }

    private void assertRefused(String file, String why) {
        assertThatThrownBy(() -> ImageDataset.open(folder))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATASET))
                .hasMessageContaining(file)
                .hasMessageContaining(why);
    }
}
