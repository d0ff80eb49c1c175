/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.carryover.results.fixture.Browser;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.GatewayAnswers;
import io.carryover.results.fixture.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The form of a new evaluation, and one evaluation with its jobs, over what the gateway would answer. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestInstance(Lifecycle.PER_CLASS)
class EvaluationPagesIT {
    private static final int PHONE = 400;
    private static final Pattern TASK = Pattern.compile("--task (\\S+)");

    private final Browser browser = new Browser();

    @TestHTTPResource("/")
    URI home = URI.create("http://127.0.0.1/");

    @AfterEach
    void theBrowserComplainsOfNothing() {
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @Test
    void theFormPostsWhatItsLinesPost() {
        Page page = form();
        List<Request> posts = taking(page, 202, "{\"id\":\"e-1\"}");
        GatewayAnswers.evaluation(page);
        page.getByLabel("simclr").check();
        page.getByLabel("byol").check();
        page.getByLabel("digits").check();
        page.getByLabel("flowers").check();
        take(page, "linear").locator("[data-option=protocol]").selectOption("converged");
        take(page, "few-shot").locator("[data-option=shots]").fill("20");
        option(page, "few-shot", "queries").fill("10");
        take(page, "knn");
        take(page, "knn-study");
        take(page, "label-efficiency").locator("[data-option=most]").fill("20");
        option(page, "label-efficiency", "metric").selectOption("mean-per-class");
        take(page, "finetune").locator("[data-option=grid]").selectOption("small");
        option(page, "finetune", "steps").fill("300");
        option(page, "finetune", "seeds").fill("2");
        page.locator("[data-name-field]").fill("it's a \"look\"");
        assertThat(page.locator("[data-sum]")).hasText("2 backbones × 14 tasks: 28 numbers.");
        String command = page.locator("[data-line=command]").textContent();
        String curl = page.locator("[data-line=curl]").textContent();
        keep(page, "new-evaluation-desktop");

        page.locator("button.main").dblclick();
        page.waitForURL("**/evaluations/e-1");

        assertThat(posts).hasSize(1);
        String body = Objects.requireNonNull(posts.getFirst().postData());
        EvaluationRequest posted = Json.read(body, EvaluationRequest.class);
        assertThat(posted.name()).isEqualTo("it's a \"look\"");
        assertThat(posted.backbones()).containsExactly("simclr", "byol");
        assertThat(posts.getFirst().headers().get("content-type")).isEqualTo("application/json");
        assertThat(posts.getFirst().headers().get("idempotency-key")).matches("[0-9a-f]{32}");
        assertThat(posted.tasks())
                .contains(
                        new TaskRequest.Linear("digits", "converged", "auto"),
                        new TaskRequest.FewShot("flowers", "study", 5, 20, 10, 600, 0),
                        new TaskRequest.Knn("digits", "dino", "study"));
        assertThat(tasks(command)).isEqualTo(posted.tasks());
        assertThat(command)
                .startsWith("./carryover evaluate simclr byol ")
                .contains("--name 'it'\\''s a \"look\"'")
                .contains("--task finetune:digits:small:300steps:seed1");
        assertThat(curl)
                .contains(home.resolve("/v1/evaluations").toString())
                .contains("-d '" + body.replace("'", "'\\''") + "'");
    }

    @Test
    void whatADatasetCantGiveIsLeftOutWithItsReason() {
        Page page = form();
        page.getByLabel("simclr").check();
        page.getByLabel("voc").check();
        take(page, "knn");
        take(page, "few-shot");
        assertThat(page.locator("[data-left] li")).hasText(new String[] {
            "few-shot on voc is left out: its images may show several classes.",
            "knn on voc is left out: its images may show several classes."
        });
        assertThat(tasks(page.locator("[data-line=command]").textContent()))
                .containsExactly(new TaskRequest.Linear("voc", "study", "auto"));
        page.getByLabel("digits").check();
        option(page, "few-shot", "ways").fill("11");
        assertThat(page.locator("[data-left] li").first())
                .hasText("few-shot on digits is left out: it has 10 classes, 11 ways are asked.");
        assertThat(page.locator("[data-choices=backbones] input[value=evil]")).isDisabled();
        keep(page, "new-evaluation-left-out");
    }

    @Test
    void searchingHidesNoneThatIsChosen() {
        Page page = form();
        page.getByLabel("pixels").check();
        page.locator("[data-search=backbones]").fill("sim");
        assertThat(page.getByLabel("byol")).isHidden();
        assertThat(page.getByLabel("simclr")).isVisible();
        assertThat(page.getByLabel("pixels")).isVisible();
        assertThat(page.locator("[data-count=backbones]")).hasText("1 of 4 chosen, 2 hidden by the search");
    }

    @Test
    void aRefusalStandsBesideItsFieldAndTheSameRequestKeepsItsKey() {
        Page page = form();
        List<Request> posts =
                taking(page, 404, Json.text(Problem.of(ErrorCode.UNKNOWN_BACKBONE, "no backbone 'simclr'")));
        page.getByLabel("simclr").check();
        page.getByLabel("digits").check();
        page.locator("button.main").click();
        assertThat(page.locator("#problem-backbones")).containsText("UNKNOWN_BACKBONE no backbone 'simclr'");
        assertThat(page.locator("[data-search=backbones]")).isFocused();
        page.locator("button.main").click();
        Eventually.holds(() -> seen(page, posts) == 2);
        page.getByLabel("byol").check();
        page.locator("button.main").click();
        Eventually.holds(() -> seen(page, posts) == 3);
        List<String> keys = posts.stream()
                .map(request -> Objects.requireNonNull(request.headers().get("idempotency-key")))
                .toList();
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
        // The browser complains of each refusal, and of the last one perhaps only after it was seen.
        Eventually.holds(() -> seen(page, browser.complaints()) == 3);
        browser.forget("404");
    }

    @Test
    void jobsStandInStagesWithWhereTheyRunAndWhyTheyWait() {
        Page page = browser.page(1280, 900, ColorScheme.LIGHT);
        GatewayAnswers.evaluation(page);
        page.navigate(home.resolve("/evaluations/e-1").toString());

        assertThat(page.locator(".stage h3")).hasText(new String[] {"Import", "Features", "Heads"});
        assertThat(page.locator(".stage").nth(1).locator(".sum"))
                .hasText("4 extractions: 1 done, 1 running, 1 waiting, 1 failed");
        assertThat(page.locator(".nodes .running").first())
                .containsText("on w-1 · 1,240 of 5,000 images · 212/s · 18 s left");
        assertThat(page.locator(".nodes .waiting").first()).containsText("turn of others in features.cpu");
        assertThat(page.locator(".nodes .waiting").nth(1)).containsText("waiting for features digits/train");
        page.locator("[data-failures] li").last().locator("summary").click();
        assertThat(page.locator("[data-failures] .story").last()).containsText("attempt failed on w-2");
        assertThat(page.locator("[data-failures] pre").last()).hasText("INFO reading <digits>\nat a.b.C");
        page.locator(".stage button").nth(2).click();
        assertThat(page.locator(".jobs tbody tr")).hasCount(3);
        assertThat(page.locator(".jobs tbody tr").first()).containsText("features digits/train, features digits/val");
        page.locator("[data-state]").selectOption("cancelled");
        assertThat(page.locator(".jobs tbody tr")).hasCount(1);
        keep(page, "evaluation-jobs");
        page.setViewportSize(PHONE, 844);
        keep(page, "evaluation-jobs-phone");
    }

    @Test
    void fourThousandJobsAreToldInAFewLines() {
        Page page = browser.page(1280, 900, ColorScheme.DARK);
        GatewayAnswers.running(page, 4_000);
        page.navigate(home.resolve("/evaluations/e-2").toString());

        assertThat(page.locator(".stage .sum").first())
                .hasText("4,000 fine-tune points: 2,000 done, 1 running, 1,998 waiting, 1 failed");
        assertThat(page.locator(".stage").first().locator(".nodes li")).hasCount(4);
        page.locator(".stage button").first().click();
        assertThat(page.locator(".jobs tbody tr")).hasCount(50);
        page.locator("[data-more]").click();
        assertThat(page.locator(".jobs tbody tr")).hasCount(400);
        page.close();
    }

    @Test
    void whatIsLiveLeavesFocusWhereItIs() {
        Page page = browser.page(1280, 900, ColorScheme.LIGHT);
        GatewayAnswers.running(page, 20);
        page.navigate(home.resolve("/evaluations/e-2").toString());
        page.locator(".stage button").first().focus();
        page.evaluate("window.marked = document.activeElement");
        page.evaluate("document.querySelector('.runs .name').dataset.marked = 'yes'");

        // The stream of this answer ends and is asked for again by the browser, as after a gateway's restart.
        int before = requests(page);
        Eventually.holds(() -> requests(page) > before + 3);

        assertThat(page.evaluate("window.marked === document.activeElement")).isEqualTo(true);
        assertThat(page.locator(".runs .name").first()).hasAttribute("data-marked", "yes");
        page.close();
    }

    @Test
    void cancelAndRetryAreAskedOnceMoreAndTakeTheirRoutes() {
        Page page = browser.page(1280, 900, ColorScheme.LIGHT);
        GatewayAnswers.running(page, 20);
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (!request.method().equals("GET")) {
                asked.add(request.method() + " " + URI.create(request.url()).getPath());
            }
        });
        page.navigate(home.resolve("/evaluations/e-2").toString());

        page.locator("[data-act=cancel]").click();
        assertThat(page.locator("dialog[data-dialog=cancel]")).isVisible();
        assertThat(page.locator("dialog[data-dialog=cancel] [data-close]")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[data-dialog=cancel]")).isHidden();
        assertThat(page.locator("[data-act=cancel]")).isFocused();
        assertThat(asked).isEmpty();

        page.keyboard().press("Enter");
        page.locator("dialog[data-dialog=cancel] [data-confirm]").click();
        Eventually.holds(() -> seen(page, asked) == 1);
        page.locator("[data-act=retry]").click();
        page.locator("dialog[data-dialog=retry] [data-confirm]").click();
        Eventually.holds(() -> seen(page, asked) == 2);
        assertThat(asked).containsExactly("DELETE /v1/evaluations/e-2", "POST /v1/evaluations/e-2/retry");
        page.close();
    }

    private static int requests(Page page) {
        return ((Number) page.evaluate("performance.getEntriesByType('resource').length")).intValue();
    }

    /** Events of the page are handled while Playwright is spoken to. */
    private static int seen(Page page, List<?> events) {
        page.title();
        return events.size();
    }

    private Page form() {
        Page page = browser.page(1280, 900, ColorScheme.LIGHT);
        GatewayAnswers.registered(page);
        page.navigate(home.resolve("/evaluations/new").toString());
        assertThat(page.locator("[data-choices=backbones] input")).hasCount(4);
        assertThat(page.locator("[data-choices=datasets] input")).hasCount(3);
        return page;
    }

    private static List<Request> taking(Page page, int status, String answer) {
        List<Request> posts = new ArrayList<>();
        page.route("**/v1/evaluations", route -> {
            posts.add(route.request());
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(status)
                    .setContentType("application/json")
                    .setBody(answer));
        });
        return posts;
    }

    private static Locator take(Page page, String kind) {
        var whole = page.locator("[data-kind=%s]".formatted(kind));
        whole.locator("[data-takes]").check();
        return whole;
    }

    private static Locator option(Page page, String kind, String option) {
        return page.locator("[data-kind=%s] [data-option=%s]".formatted(kind, option));
    }

    private static List<TaskRequest> tasks(String command) {
        return TASK.matcher(command)
                .results()
                .map(found -> TaskRequest.parse(found.group(1)))
                .toList();
    }

    private void keep(Page page, String name) {
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue())
                .isLessThanOrEqualTo(0);
        Browser.picture(page, name);
    }
}
