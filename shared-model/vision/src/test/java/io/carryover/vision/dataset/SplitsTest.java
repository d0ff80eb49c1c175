/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Splits against NumPy's ({@code make_official.py}). */
class SplitsTest {
    private final JsonNode golden;

    SplitsTest() throws IOException {
        golden = Json.read(
                Files.readAllBytes(Path.of("src", "test", "resources", "official", "splits.json")), JsonNode.class);
    }

    @Test
    void theStudysFifthIsNumpys() {
        for (Map.Entry<String, JsonNode> entry : golden.path("study").properties()) {
            int n = Integer.parseInt(entry.getKey());
            ImageDataset dataset = StudySplits.withVal(
                    KnownDataset.PETS,
                    List.of("0"),
                    new TreeMap<>(Map.of("train", new Blank(new int[n]), "test", new Blank(new int[1]))));
            ImageSource val = dataset.split("val");

            assertThat(val.size()).isEqualTo(entry.getValue().path("size").asInt());
            assertThat(dataset.split("train").size()).isEqualTo(n - val.size());
            long sum = 0;
            for (int k = 0; k < val.size(); k++) {
                int index = Integer.parseInt(val.id(k));
                if (k < 20) {
                    assertThat(index)
                            .isEqualTo(entry.getValue().path("first").path(k).asInt());
                }
                sum += (long) index * (k + 1) % 1009;
            }
            assertThat(sum).isEqualTo(entry.getValue().path("sum").asLong());
        }
    }

    @Test
    void ownSplitsAreStratified() {
        int[] labels = IntStream.range(0, golden.path("labels").size())
                .map(i -> golden.path("labels").path(i).asInt())
                .toArray();

        ImageDataset dataset = OwnSplits.all("folder", List.of("0", "1", "2", "3", "4", "5"), new Blank(labels));

        for (String split : List.of("train", "val", "test")) {
            ImageSource source = dataset.split(split);
            List<Integer> drawn = IntStream.range(0, source.size())
                    .mapToObj(i -> Integer.valueOf(source.id(i)))
                    .toList();
            assertThat(drawn).isEqualTo(numbers(golden.path("stratified").path(split)));
        }
        assertThat(dataset.traits().orElseThrow().splits()).contains("stratified");
    }

    @Test
    void valIsMadeOnlyWhereTrainAndTestHaveNone() {
        var train = new Blank(new int[] {0, 0, 0, 0, 0, 1, 1, 1});
        var test = new Blank(new int[] {0, 1});
        List<String> classes = List.of("0", "1");

        ImageDataset made = OwnSplits.val("folder", classes, new TreeMap<>(Map.of("train", train, "test", test)));
        ImageDataset given =
                OwnSplits.val("folder", classes, new TreeMap<>(Map.of("train", train, "test", test, "val", test)));
        ImageDataset alone = OwnSplits.val("folder", classes, new TreeMap<>(Map.of("train", train)));

        assertThat(made.split("val").size()).isEqualTo(2);
        assertThat(made.split("train").size()).isEqualTo(6);
        assertThat(given.split("val").size()).isEqualTo(2);
        assertThat(given.split("train").size()).isEqualTo(8);
        assertThat(given.traits()).isEmpty();
        assertThat(alone.splits()).containsOnlyKeys("train");
    }

    @Test
    void numbersOfTheStudyComeOut() {
        assertThat(List.of(3060, 2416, 8144, 50_000, 75_750, 3680, 19_850).stream()
                        .map(StudySplits::fifth))
                .containsExactly(612, 483, 1628, 10_000, 15_150, 736, 3970);
    }

    private static List<Integer> numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.path(i).asInt())
                .toList();
    }

    /** Images that nobody looks at; the id is the number. */
    private static final class Blank implements ImageSource {
        private final int[] labels;

        Blank(int[] labels) {
            this.labels = labels;
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public String id(int index) {
            return String.valueOf(index);
        }

        @Override
        public Raster decode(int index) {
            return new Raster(1, 1, 1, new byte[1]);
        }
    }
}
