/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.McNemar;
import io.carryover.contracts.api.ComparisonView.Obstacle;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Side;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.api.ComparisonView.Value;
import io.carryover.contracts.api.ComparisonView.Verdict;
import io.carryover.contracts.api.ComparisonView.Wins;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparePagesTest {
    @Test
    void aDifferenceIsDrawnAroundTheMiddleAndSaidInWords() {
        ComparePage.Shown shown = ComparePages.of(view());

        ComparePage.Line line = shown.lines().getFirst();
        assertThat(line.difference()).isEqualTo("+6.00");
        assertThat(line.interval()).isEqualTo("\u22121.00 to +12.00");
        assertThat(line.p()).isEqualTo("0.180");
        assertThat(line.verdict()).isEqualTo("not separable");
        Mark mark = line.mark().orElseThrow();
        assertThat(mark.control()).contains("66.0");
        assertThat(mark.value()).isEqualTo("96.0");
        assertThat(mark.kind()).isEqualTo("test");
        assertThat(shown.loText() + " " + shown.hiText()).isEqualTo("\u221212.00 +12.00");
        assertThat(shown.lines().getLast().mark()).isEmpty();
        assertThat(shown.lines().getLast().verdict()).isEqualTo("not paired: b keeps nothing by item");
    }

    @Test
    void manyClassesAreFoldedAwayAndTheirBarsLieOnTheSideOfTheWinner() {
        ComparePage.Detail detail = ComparePages.of(view()).details().getFirst();

        assertThat(detail.words())
                .isEqualTo("Of 1,000 images, only a is right on 100 and only <b> on 40: exact McNemar p = 0.180.");
        assertThat(detail.classWords()).isEqualTo("a is better on 4 of 15 classes, <b> on 9; equal on 2.");
        assertThat(detail.classes()).hasSize(12);
        assertThat(detail.otherClasses()).hasSize(3);
        assertThat(detail.classes().getFirst().bar()).isEqualTo(new ComparePage.Bar("66.0", "60.0", "66.0"));
        assertThat(detail.classes().get(1).bar().x()).isEqualTo("39.0");
        assertThat(detail.images().getFirst().probabilityB()).isEqualTo("1e-05");
    }

    /** The templates with the engine that renders them, without the server. */
    @Test
    void thePageHasATableForEveryDrawingAndEscapesNames() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of("text/html")))
                .addLocator(ComparePagesTest::template)
                .build();
        ComparePage page = new ComparePage(
                "a", "<b>", List.of("<b>", "a"), Optional.empty(), Optional.of(ComparePages.of(view())));
        Shell shell = new Shell("a and <b>", "", "carryover.css", "carryover.js", "", "", "");
        String html = engine.getTemplate("results/compare.html")
                .data("page", page)
                .data("shell", shell)
                .render();

        assertThat(html)
                .contains("<option selected>a</option>", "<option selected>&lt;b&gt;</option>")
                .contains("3 more classes", "class 14", "Of 1,000 images", "only a has it")
                .contains("/v1/compare?a=a&amp;b=%3Cb%3E")
                .doesNotContain("<b></", "<script>", "style=");
        assertThat(html.split("<table", -1)).hasSize(5);
        String asked = engine.getTemplate("results/compare.html")
                .data("page", new ComparePage("a", "", List.of("a"), Optional.of("no <result>"), Optional.empty()))
                .data("shell", shell)
                .render();
        assertThat(asked).contains("no &lt;result&gt;", "Compare two backbones").doesNotContain("<table");
    }

    private static Optional<TemplateLocation> template(String id) {
        String path = "/templates/" + id + (id.endsWith(".html") ? "" : ".html");
        InputStream in = ComparePagesTest.class.getResourceAsStream(path);
        return Optional.ofNullable(in).map(file -> new TemplateLocation() {
            @Override
            public Reader read() {
                return new InputStreamReader(file, StandardCharsets.UTF_8);
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
            }
        });
    }

    static ComparisonView view() {
        List<ClassDifference> classes = IntStream.range(0, 15)
                .mapToObj(c ->
                        new ClassDifference(c, "class " + c, 50, c == 0 ? 90 : 60 + c, c == 0 ? 70 : c == 14 ? 74 : 70))
                .toList();
        Paired paired = new Paired(
                "images",
                1000,
                new Interval(-1, 12, "paired-bootstrap-2000-seed-0"),
                Optional.of(new McNemar(100, 40, 0.18)),
                Optional.of(new Wins(100, 40, 860)),
                classes,
                List.of(new ImageDifference(
                        "test/3/17.png",
                        "class 3",
                        List.of("class 3"),
                        List.of("class 8"),
                        Optional.of(-0.05),
                        Optional.of(Math.log(1e-5)))));
        return new ComparisonView(
                new Side("a", "checkpoint", "resnet50", Optional.empty()),
                new Side("<b>", "checkpoint", "resnet50", Optional.empty()),
                false,
                List.of(
                        task("digits · linear probe", Verdict.NOT_SEPARABLE, Optional.of(paired), Optional.empty()),
                        task(
                                "digits · k-NN",
                                Verdict.NOT_PAIRED,
                                Optional.empty(),
                                Optional.of(new Obstacle("NO_ARTIFACT", "b keeps nothing by item")))),
                List.of("digits 5-way 5-shot: only a has it"),
                List.of("a note"));
    }

    private static Task task(String title, Verdict verdict, Optional<Paired> paired, Optional<Obstacle> obstacle) {
        return new Task(
                title,
                "digits",
                "target",
                "linear",
                "study/1",
                "full",
                "top1",
                "percent",
                true,
                "onnx-fp32-cpu",
                value(90),
                value(84),
                6,
                verdict,
                paired,
                obstacle);
    }

    private static Value value(double value) {
        return new Value(value, new Interval(value - 2, value + 2, "wilson"), List.of(Sha256.of("result " + value)));
    }
}
