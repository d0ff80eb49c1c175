/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.carryover.results.fixture.Browser;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.GatewayAnswers;
import io.carryover.results.fixture.Infrastructure;
import io.carryover.results.fixture.ResultsTopic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page by axe's rules and by keyboard: light and dark, on a desktop and on a phone. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestInstance(Lifecycle.PER_CLASS)
class AccessibilityIT {
    private static final int DESKTOP = 1280;
    private static final int PHONE = 400;
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** Those that another colour scheme can change. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private final Browser browser = new Browser();

    @TestHTTPResource("/")
    URI home = URI.create("http://127.0.0.1/");

    @BeforeEach
    void demoResultsStand() {
        if (get("/v1/results/state").jsonPath().getLong("counts.standing")
                < DemoResults.all().size()) {
            ResultsTopic.publish(DemoResults.all());
        }
        Eventually.holds(() -> get("/v1/results/state").jsonPath().getLong("counts.standing")
                >= DemoResults.all().size());
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    /** Every page, and what shows that it is whole. */
    static Stream<Map.Entry<String, String>> pages() {
        return Stream.of(
                Map.entry("/", ".board tbody tr"),
                Map.entry("/results/", ".figure"),
                Map.entry("/backbones/simclr", "dl"),
                Map.entry("/study", "figure.chart .drawing svg"),
                Map.entry("/tasks/", "#distribution svg"),
                Map.entry("/compare", "form.pick"),
                Map.entry("/compare?a=simclr&b=byol", "table.compare tbody tr"),
                Map.entry("/evaluations", ".runs > li"),
                Map.entry("/evaluations/e-1", ".failures > li"),
                Map.entry("/evaluations/e-2", ".nodes li"),
                Map.entry("/evaluations/new", ".choices label"),
                Map.entry("/results/nothing", "h1"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void axeFindsNothingSeriousAndNothingOverflows(Map.Entry<String, String> entry) {
        for (int width : new int[] {DESKTOP, PHONE}) {
            Page page = open(entry.getKey(), entry.getValue(), width, ColorScheme.LIGHT);
            String where = "%s, %d px".formatted(entry.getKey(), width);

            assertThat(serious(page)).as(where).isEmpty();
            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                    .as(where)
                    .isLessThanOrEqualTo(width);
            // The page follows the system while it is open.
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(page.locator(entry.getValue()).first()).isVisible();
            assertThat(serious(page, OF_COLOURS)).as(where + ", dark").isEmpty();
            page.context().close();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theKeyboardReachesEverythingAndIsSeen(Map.Entry<String, String> entry) {
        Page page = open(entry.getKey(), entry.getValue(), DESKTOP, ColorScheme.LIGHT);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        assertThat(page.locator(".skip")).isInViewport();
        for (int i = 0; i < 60; i++) {
            Object lost = page.evaluate("""
                    () => {
                      const at = document.activeElement;
                      if (at === document.body) return '';
                      const style = getComputedStyle(at);
                      const box = at.getBoundingClientRect();
                      const seen = style.outlineStyle !== 'none' && box.width > 0 && box.height > 0;
                      return seen ? '' : at.outerHTML.slice(0, 200);
                    }""");
            assertThat(lost).as(entry.getKey()).isEqualTo("");
            page.keyboard().press("Tab");
        }
        page.context().close();
    }

    @Test
    void theSkipLinkLeadsPastTheMenu() {
        Page page = open("/", ".board", DESKTOP, ColorScheme.LIGHT);
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.querySelector('main').contains(document.activeElement)"))
                .isEqualTo(true);
        page.context().close();
    }

    @Test
    void anOpenDialogAndAnOpenStoryAreFineToo() {
        Page page = open("/evaluations/e-1", ".failures > li", PHONE, ColorScheme.DARK);
        page.locator(".failures summary").last().click();
        assertThat(page.locator(".failures pre").last()).isVisible();
        page.locator("[data-table] > summary").click();
        assertThat(page.locator(".jobs tbody tr")).hasCount(8);
        assertThat(serious(page)).isEmpty();
        page.locator("[data-act=retry]").click();
        assertThat(page.locator("dialog[data-dialog=retry]")).isVisible();
        assertThat(serious(page)).isEmpty();
        page.context().close();
    }

    @Test
    void theFormWithAllItsOptionsIsFineAndIsFilledByKeyboard() {
        Page page = open("/evaluations/new", ".choices label", PHONE, ColorScheme.LIGHT);
        page.locator("[data-choices=backbones] input").first().focus();
        page.keyboard().press("Space");
        page.locator("[data-choices=datasets] input").first().focus();
        page.keyboard().press("Space");
        for (var box : page.locator("[data-takes]").all()) {
            box.focus();
            if (!box.isChecked()) {
                page.keyboard().press("Space");
            }
        }
        assertThat(page.locator("[data-sum]")).hasText("1 backbone × 6 tasks: 6 numbers.");
        assertThat(serious(page)).isEmpty();
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(PHONE);
        Browser.picture(page, "new-evaluation-phone");
        page.context().close();
    }

    @Test
    void whoWantsLessMotionGetsNone() {
        Page page = open("/evaluations/e-1", ".runs > li", DESKTOP, ColorScheme.LIGHT);
        String moving = """
                () => [...document.querySelectorAll('*')].flatMap(node => ['', '::-webkit-progress-value']
                  .map(part => getComputedStyle(node, part || null)))
                  .filter(style => style.transitionDuration.split(', ').some(t => t !== '0s') || style.animationName !== 'none')
                  .length""";
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(((Number) page.evaluate(moving)).intValue()).isZero();
        page.context().close();
    }

    private static List<String> serious(Page page) {
        return serious(axe(page).withTags(RULES));
    }

    private static List<String> serious(Page page, List<String> rules) {
        return serious(axe(page).withRules(rules));
    }

    private static AxeBuilder axe(Page page) {
        // Axe describes one node of those that pass, not each: on a chart of thousands that takes most of its time.
        var onlyViolations = new AxeRunOptions();
        onlyViolations.setResultTypes(List.of("violations"));
        // In the page itself: pages have no frames whose findings another page would gather.
        return new AxeBuilder(page).setLegacyMode(true).options(onlyViolations);
    }

    private static List<String> serious(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(String.valueOf(rule.getImpact())))
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getFailureSummary() + " " + node.getHtml()))
                .toList();
    }

    private Page open(String path, String whole, int width, ColorScheme colours) {
        Page page = browser.page(width, 900, colours);
        GatewayAnswers.backbone(page);
        GatewayAnswers.evaluation(page);
        GatewayAnswers.evaluations(page);
        GatewayAnswers.running(page, 40);
        GatewayAnswers.registered(page);
        page.navigate(home.resolve(address(path)).toString());
        assertThat(page.locator(whole).first()).isVisible();
        return page;
    }

    private static String address(String path) {
        return switch (path) {
            case "/results/" -> path + get("/v1/results").jsonPath().getString("items[0].result");
            case "/tasks/" -> {
                Matcher link = Pattern.compile("href=\"(/tasks/[^\"]+)\"").matcher(get("/").asString());
                assertThat(link.find()).isTrue();
                yield link.group(1);
            }
            case "/study" -> {
                // On a busy machine the draws take longer than one wait.
                get(path);
                Eventually.holds(() -> get(path).statusCode() == 200);
                yield path;
            }
            default -> path;
        };
    }
}
