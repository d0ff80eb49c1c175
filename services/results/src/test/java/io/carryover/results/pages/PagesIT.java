/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.URI;
import java.util.List;
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

        assertThat(page.locator("tbody tr")).hasCount(4);
        assertThat(page.locator("tbody tr td:nth-child(2)"))
                .hasText(new String[] {"linear probe", "linear probe", "5-way 5-shot", "5-way 20-shot"});
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
        for (String path :
                List.of("/", "/evaluations", "/evaluations/e-1", "/backbones/simclr", "/compare?a=simclr&b=byol")) {
            assertThat(get(path).asString()).doesNotContain("<script>", "style=\"", "http-equiv", " onclick");
        }
    }

    @Test
    void aBoardIsSearchedByName() {
        assertThat(get("/?q=SIM").asString()).contains("simclr-again").doesNotContain("/backbones/byol");
        assertThat(get("/?q=nobody").asString()).contains("No backbone has a name with “nobody” in it.");
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
