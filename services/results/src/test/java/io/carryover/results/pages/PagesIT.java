/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.carryover.results.fixture.Browser;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.GatewayAnswers;
import io.carryover.results.fixture.Infrastructure;
import io.carryover.results.fixture.ResultsTopic;
import io.carryover.results.fixture.Tables;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pages as a person sees them: desktop, phone, dark. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestInstance(Lifecycle.PER_CLASS)
class PagesIT {
    private static final int PHONE = 390;

    private final Browser browser = new Browser();

    @TestHTTPResource("/")
    URI home = URI.create("http://127.0.0.1/");

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void demoResultsStand() {
        if (get("/v1/results/state").jsonPath().getLong("counts.standing")
                < DemoResults.all().size()) {
            ResultsTopic.publish(DemoResults.all());
        }
        Eventually.holds(() -> get("/v1/results/state").jsonPath().getLong("counts.standing")
                >= DemoResults.all().size());
    }

    @Test
    void leaderboardOnADesktop() {
        Page page = open("/", 1280, ColorScheme.LIGHT);

        assertThat(page.locator("tbody tr")).hasCount(8);
        assertThat(page.locator("tbody tr").first()).containsText("simclr");
        assertThat(page.locator("tbody tr").first()).containsText("same weights as simclr-again");
        assertThat(page.locator("tbody tr").first().locator(".score").nth(1)).hasText("96.11");
        assertThat(page.locator("svg.episodes .whisker").first()).isVisible();
        assertThat(page.locator("svg.test .bar").first()).isVisible();
        assertThat(page.locator("tr.control")).hasCount(2);
        assertThat(page.locator("tr.control").last().locator("svg.episodes .seed"))
                .hasCount(6);
        assertThat(page.locator("tr.control").last().locator("svg.seeds .seed")).hasCount(6);
        assertThat(page.locator(".notes")).containsText("Its validation images were seen in pretraining.");
        assertThat(page.locator("footer")).containsText("CC BY 4.0");
        keep(page, "board-desktop");
    }

    @Test
    void sixTasksFitOnADesktopAndOnATablet() {
        for (int width : new int[] {1280, 820}) {
            Page page = open("/", width, ColorScheme.LIGHT);
            // The demo's own columns once more: what the demonstration on two datasets shows.
            page.evaluate("""
                    () => {
                      document.querySelector('.frame').classList.add('many');
                      document.querySelectorAll('.board tr').forEach(row => {
                        const cells = row.querySelectorAll('.num');
                        row.append(cells[0].cloneNode(true), cells[1].cloneNode(true));
                      });
                    }""");

            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                    .isLessThanOrEqualTo(width);
            keep(page, "board-six-" + width);
        }
    }

    @Test
    void publishedNumbersStandBelowMeasuredOnesAndAloneWhereAsked() {
        try {
            ResultsTopic.publish(List.of(Tables.study("paper")));
            Eventually.holds(() -> get("/v1/results/state").jsonPath().getLong("counts.tables") == 1);

            Page page = open("/", 1280, ColorScheme.LIGHT);
            assertThat(page.locator("table.board")).hasCount(2);
            assertThat(page.locator("table.board").first()).containsText("simclr-again");
            assertThat(page.locator("#table-paper tbody tr")).hasCount(14);
            assertThat(page.locator("#table-paper .banner")).containsText("published segmentation is suspect");
            assertThat(page.locator("#table-paper thead .badge:text('suspect')"))
                    .hasCount(1);
            assertThat(page.locator("#table-paper tbody tr").first()).containsText("published");
            keep(page, "published-desktop");

            page.locator("#table-paper thead a:text('linear probe')").click();
            assertThat(page.locator("table.board")).hasCount(1);
            assertThat(page.locator("#table-paper thead .num")).hasCount(12);
            assertThat(page.locator("#table-paper thead .num", new Page.LocatorOptions().setHasText("voc2007")))
                    .containsText("no interval");
            assertThat(page.locator("nav[aria-label='Whose numbers'] a[aria-current]"))
                    .hasText("published");
            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                    .isLessThanOrEqualTo(1280);
            keep(page, "published-linear");

            Page phone = open("/?origin=published", PHONE, ColorScheme.DARK);
            assertThat(((Number) phone.evaluate("document.documentElement.scrollWidth")).intValue())
                    .isLessThanOrEqualTo(PHONE);
            keep(phone, "published-phone");
            assertThat(open("/?origin=measured", 1280, ColorScheme.LIGHT).locator("#table-paper"))
                    .hasCount(0);
        } finally {
            ResultsTopic.publish(List.of(Tables.withdrawn(Tables.study("paper"), 2)));
            Eventually.holds(() -> get("/v1/results/state").jsonPath().getLong("counts.tables") == 0);
        }
    }

    @Test
    void leaderboardInTheDark() {
        keep(open("/", 1280, ColorScheme.DARK), "board-dark");
    }

    @Test
    void leaderboardOnAPhone() {
        Page page = open("/", PHONE, ColorScheme.LIGHT);

        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        var cell = page.locator("tbody .num").first().boundingBox();
        assertThat(cell.width).isGreaterThan(0.85 * PHONE);
        assertThat(cell.height).isLessThan(80);
        keep(page, "board-phone");
        keep(open("/", PHONE, ColorScheme.DARK), "board-phone-dark");
    }

    @Test
    void aNumberLeadsToWhereItComesFrom() {
        Page page = open("/", 1280, ColorScheme.LIGHT);
        page.locator("tbody tr").first().locator(".score").nth(1).click();

        assertThat(page.locator("h1")).containsText("simclr");
        assertThat(page.locator(".figure")).containsText("96.11");
        assertThat(page.locator(".curve .point")).hasCount(45);
        assertThat(page.locator("main")).containsText("onnx");
        assertThat(page.locator("main")).containsText("Wilson score interval, the error of drawing these test images");
        assertThat(page.locator(".files a")).hasText("logits");
        keep(page, "result-desktop");
        page.setViewportSize(PHONE, 844);
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        keep(page, "result-phone");
    }

    @Test
    void seedsOfAControlAreReachable() {
        Page page = open("/", 1280, ColorScheme.DARK);
        page.locator("tr.control").last().locator(".score").first().click();

        assertThat(page.locator(".chips a")).hasText(new String[] {"seed 0: 71.60", "seed 1: 73.15", "seed 2: 73.85"});
        keep(page, "seed-dark");
    }

    @Test
    void progressIsLive() {
        Page page = browser.page(1280, 800, ColorScheme.LIGHT);
        GatewayAnswers.evaluation(page);
        page.navigate(home.resolve("/evaluations/e-1").toString());

        assertThat(page.locator(".runs > li")).hasCount(3);
        assertThat(page.locator("main"))
                .containsText("features digits/train · 1,240 of 5,000 images · 212/s · 18 s left");
        assertThat(page.locator(".failures")).containsText("NOT_FINITE_WEIGHTS");
        assertThat(page.locator(".failures")).containsText("get another copy");
        assertThat(page.locator("main")).containsText("completed with failures");
        keep(page, "evaluation-desktop");
        page.setViewportSize(PHONE, 844);
        keep(page, "evaluation-phone");
    }

    @Test
    void allEvaluations() {
        Page page = browser.page(1280, 800, ColorScheme.LIGHT);
        GatewayAnswers.evaluations(page);
        page.navigate(home.resolve("/evaluations").toString());

        assertThat(page.locator(".runs > li")).hasCount(1);
        assertThat(page.locator(".runs .name")).hasText("first <b>look</b>");
        keep(page, "evaluations-desktop");
    }

    @Test
    void aBackboneWithItsReport() {
        Page page = browser.page(1280, 800, ColorScheme.LIGHT);
        GatewayAnswers.backbone(page);
        page.navigate(home.resolve("/backbones/simclr").toString());

        var numbers = page.locator("section").first();
        assertThat(numbers.locator("tbody tr")).hasCount(4);
        assertThat(numbers.locator("tbody tr td:nth-child(2)"))
                .hasText(new String[] {"linear probe", "linear probe", "5-way 5-shot", "5-way 20-shot"});
        assertThat(page.locator("#ranks-around svg")).isVisible();
        assertThat(page.locator("#ranks-along svg")).containsText("simclr");
        assertThat(page.locator("#validation-over-c svg")).isVisible();
        assertThat(page.locator("dl")).containsText("left aside");
        assertThat(page.locator("dl")).containsText("2: fc.weight, fc.bias");
        keep(page, "backbone-desktop");
        page.setViewportSize(PHONE, 844);
        keep(page, "backbone-phone");
    }

    @Test
    void twoBackbonesBesideEachOther() {
        Page page = browser.page(1280, 900, ColorScheme.LIGHT);
        GatewayAnswers.backbone(page);
        page.navigate(home.resolve("/backbones/simclr").toString());
        page.getByText("Compare it with another").click();
        assertThat(page.locator("select").first()).hasValue("simclr");
        page.locator("select").last().selectOption("simclr-again");
        page.locator("form button").click();

        assertThat(page.locator("h1")).containsText("simclr and simclr-again");
        assertThat(page.locator("table.compare tbody tr")).hasCount(4);
        assertThat(page.locator("table.compare tbody tr").first()).containsText("tie: the same weights");
        keep(page, "compare-desktop");
        page.setViewportSize(PHONE, 844);
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        keep(page, "compare-phone");
        assertThat(get("/compare?a=simclr&b=nothing").statusCode()).isEqualTo(422);
        assertThat(get("/compare?a=simclr&b=nothing").asString()).contains("no result of a backbone");
    }

    @Test
    void pagesLoadNothingButOurFilesAndRunNoInlineScript() {
        var answer = get("/");

        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        for (String path : List.of(
                "/",
                "/evaluations",
                "/evaluations/e-1",
                "/backbones/simclr",
                "/compare?a=simclr&b=byol",
                studyIsReady())) {
            assertThat(get(path).asString()).doesNotContain("<script>", "style=\"", "http-equiv", " onclick");
        }
    }

    @Test
    void aBoardIsSearchedByName() {
        assertThat(get("/?q=SIM").asString()).contains("simclr-again").doesNotContain("/backbones/byol");
        assertThat(get("/?q=nobody").asString()).contains("No backbone has a name with “nobody” in it.");
    }

    @Test
    void theStudyIsCheckedClaimByClaim() {
        Page page = open(studyIsReady(), 1280, ColorScheme.LIGHT);

        assertThat(page.locator("#claim-linear")).containsText("10 of 11 linear tasks");
        assertThat(page.locator("main")).containsText("not separable: no interval");
        assertThat(page.locator("#claim-printed")).containsText("11 of the 12");
        assertThat(page.locator("figure.chart .drawing svg")).hasCount(12);
        assertThat(page.locator("#imagenet-segmentation .banner")).containsText("suspect");
        assertThat(page.locator("#imagenet-linear .figures")).containsText("r 0.93, 95 % interval 0.78 to 0.98");
        assertThat(page.locator("#ranks [role=img]"))
                .hasAttribute("aria-label", Pattern.compile("Ranks of 14 models in 8 settings.*"));
        keep(page, "study-desktop");
        keep(open("/study", 1280, ColorScheme.DARK), "study-dark");
        Page phone = open("/study", PHONE, ColorScheme.LIGHT);
        assertThat(phone.locator("figure.chart .drawing svg")).hasCount(12);
        assertThat(((Number) phone.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        keep(phone, "study-phone");
    }

    @Test
    void chartsAreFiles() throws IOException {
        Page page = open(studyIsReady(), 1280, ColorScheme.LIGHT);
        var chart = page.locator("#imagenet-segmentation");

        byte[] svg = download(page, chart.locator("[data-save=svg]"), "carryover-imagenet-segmentation.svg");
        byte[] png = download(page, chart.locator("[data-save=png]"), "carryover-imagenet-segmentation.png");

        assertThat(new String(svg, StandardCharsets.UTF_8))
                .startsWith("<svg")
                .contains("Segmentation", "supervised", "published segmentation is suspect");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isEqualTo(1800);
        assertThat(picture.getRGB(2, 2)).as("the page's background").isEqualTo(0xfffcfcfa);
        assertThat(png.length).isGreaterThan(20_000);
        var csv = get("/study?data=imagenet-segmentation");
        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.asString()).startsWith("model,").contains("published segmentation is suspect");
        assertThat(get("/study?data=nothing").statusCode()).isEqualTo(404);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void withoutScriptEveryChartIsATable() {
        Page page = browser.withoutScript(1280, 900);
        page.navigate(home.resolve(studyIsReady()).toString());

        assertThat(page.locator("#claim-linear")).isVisible();
        assertThat(page.locator("#ranks .drawing")).isHidden();
        assertThat(page.locator("#ranks .tools")).isHidden();
        page.locator("#ranks summary").click();
        assertThat(page.locator("#ranks tbody tr")).hasCount(14);
        assertThat(page.locator("#ranks tbody tr").first()).isVisible();
    }

    @Test
    void aTaskOverAllBackbones() {
        Page page = open("/", 1280, ColorScheme.LIGHT);
        page.locator("thead .task a").nth(1).click();

        assertThat(page.locator("h1")).containsText("digits, linear probe");
        assertThat(page.locator("#distribution svg")).containsText("simclr");
        assertThat(page.locator("#scatter .figures")).containsText("n 5 · too few to rank");
        assertThat(page.locator("main")).containsText("No backbone's images could be read class by class");
        page.locator("#distribution summary").click();
        assertThat(page.locator("#distribution tbody tr")).hasCount(8);
        keep(page, "task-desktop");
        page.locator("select").selectOption("digits · 5-way 20-shot");
        page.locator("form button").click();
        assertThat(page.locator("#scatter h3")).containsText("digits, linear probe against digits, 5-way 20-shot");
        page.setViewportSize(PHONE, 844);
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        keep(page, "task-phone");
        String csv = given().urlEncodingEnabled(false)
                .get(page.locator("#distribution a[download]").getAttribute("href"))
                .asString();
        assertThat(csv.lines()).hasSize(9);
        assertThat(csv).contains("pixels,control,95.55,");
        assertThat(get("/tasks/nothing").statusCode()).isEqualTo(404);
        keep(open(URI.create(page.url()).getPath(), PHONE, ColorScheme.DARK), "task-phone-dark");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(get("/results/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/results/nothing").asString()).contains("There is no such result.");
        assertThat(given().urlEncodingEnabled(false)
                        .get("/evaluations/%3Cscript%3E")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().urlEncodingEnabled(false)
                        .get("/backbones/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
                        .asString())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    /** Its address, once it is analysed. */
    private static String studyIsReady() {
        // On a busy machine the draws take longer than one wait.
        get("/study");
        Eventually.holds(() -> get("/study").statusCode() == 200);
        return "/study";
    }

    private static byte[] download(Page page, Locator button, String name) throws IOException {
        Download file = page.waitForDownload(button::click);
        assertThat(file.suggestedFilename()).isEqualTo(name);
        return Files.readAllBytes(file.path());
    }

    private Page open(String path, int width, ColorScheme colours) {
        Page page = browser.page(width, 900, colours);
        page.navigate(home.resolve(path).toString());
        return page;
    }

    private void keep(Page page, String name) {
        Browser.picture(page, name);
        assertThat(browser.complaints()).isEmpty();
    }
}
