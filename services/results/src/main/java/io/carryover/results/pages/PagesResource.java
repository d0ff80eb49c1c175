/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.Leaderboards;
import io.carryover.results.TableLeaderboards;
import io.carryover.results.Tenants;
import io.carryover.results.api.FilterParams;
import io.carryover.results.api.OriginParams;
import io.carryover.results.api.OriginParams.Origin;
import io.carryover.results.artifacts.LossCurves;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.imported.TableBoard;
import io.carryover.results.log.ResultsLog;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.store.ResultFilter;
import io.carryover.results.store.ResultTable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The web pages. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class PagesResource {
    private final ResultTable results;
    private final Leaderboards boards;
    private final TableLeaderboards tables;
    private final ResultsLog log;
    private final Tenants tenants;
    private final LossCurves losses;
    private final Html html;

    @Inject
    PagesResource(
            ResultTable results,
            Leaderboards boards,
            TableLeaderboards tables,
            ResultsLog log,
            Tenants tenants,
            LossCurves losses,
            Html html) {
        this.results = results;
        this.boards = boards;
        this.tables = tables;
        this.log = log;
        this.tenants = tenants;
        this.losses = losses;
        this.html = html;
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance board(BoardPage page, TablesPage tables, Shell shell);

        static native TemplateInstance result(ResultPage page, Shell shell);

        static native TemplateInstance backbone(BackbonePage page, Shell shell);
    }

    /** The leaderboard. */
    @GET
    @Operation(hidden = true)
    public Response board(
            @BeanParam FilterParams filter,
            @BeanParam OriginParams origins,
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("q") @DefaultValue("") String search,
            @QueryParam("columns") List<String> columns,
            @QueryParam("sort") @DefaultValue("") String sort,
            @QueryParam("from") @DefaultValue("1") int from) {
        ResultFilter wanted = filter.filter();
        var board = boards.board(
                tenants.current(), wanted, Optional.ofNullable(variant).filter(v -> !v.isBlank()));
        var all = boards.board(tenants.current(), ResultFilter.ALL, Optional.empty());
        List<BoardPage.Chip> chips = new ArrayList<>();
        List<String> names =
                all.columns().stream().map(c -> c.dataset().name()).distinct().toList();
        if (names.size() > 1) {
            chips.add(new BoardPage.Chip("all data", "/", wanted.dataset().isEmpty()));
            names.forEach(name -> chips.add(new BoardPage.Chip(
                    name,
                    "/?dataset=" + Links.segment(name),
                    wanted.dataset().filter(name::equals).isPresent())));
        }
        return html.page(Templates.board(
                BoardPages.of(
                        board,
                        log.caughtUp(),
                        chips,
                        exports(filter, variant),
                        new BoardParts(search.strip(), columns, from, new RowOrder(sort), kept(wanted, variant))),
                imported(wanted, origins, new RowOrder(sort)),
                html.shell("Leaderboard")));
    }

    /** Imported tables below what was measured, or alone. */
    private TablesPage imported(ResultFilter wanted, OriginParams origins, RowOrder order) {
        Origin origin = origins.origin(Origin.ALL);
        List<TableBoard> shown = origin.published()
                ? tables.boards(tenants.current(), origins.table(), wanted, origins.setting())
                : List.of();
        return new TablesPage(
                tables.any(tenants.current())
                        ? List.of(
                                new BoardPage.Chip("all", "/", origin == Origin.ALL),
                                new BoardPage.Chip("measured here", "/?origin=measured", origin == Origin.MEASURED),
                                new BoardPage.Chip("published", "/?origin=published", origin == Origin.PUBLISHED))
                        : List.of(),
                origin.measured(),
                shown.stream().map(board -> TablePages.of(board, order)).toList());
    }

    /** What a form on the board hands on. */
    private static List<BoardPage.Kept> kept(ResultFilter filter, @Nullable String variant) {
        List<BoardPage.Kept> kept = new ArrayList<>();
        filter.backbone().ifPresent(value -> kept.add(new BoardPage.Kept("backbone", value)));
        filter.dataset().ifPresent(value -> kept.add(new BoardPage.Kept("dataset", value)));
        filter.task().ifPresent(value -> kept.add(new BoardPage.Kept("task", value)));
        filter.protocol().ifPresent(value -> kept.add(new BoardPage.Kept("protocol", value)));
        if (variant != null && !variant.isBlank()) {
            kept.add(new BoardPage.Kept("variant", variant));
        }
        return List.copyOf(kept);
    }

    /** The board as it is filtered, in the formats that the API has. */
    private static List<BoardPage.Chip> exports(FilterParams filter, @Nullable String variant) {
        Map<String, @Nullable Object> shown = new HashMap<>();
        shown.put("variant", variant);
        String query = "/v1/leaderboard?" + filter.query(shown) + "format=";
        return BoardPage.Chip.formats(query);
    }

    /** One number. */
    @GET
    @Path("results/{result}")
    @Operation(hidden = true)
    public Response result(@PathParam("result") String result) {
        Optional<ResultRecord> record = digest(result).flatMap(id -> results.standing(tenants.current(), id));
        if (record.isEmpty()) {
            return html.missing("There is no such result. It may have been withdrawn.");
        }
        Measured measured = Measured.of(record.get());
        ResultPage page = new ResultPages(html.gateway()).of(measured, siblings(record.get()));
        return html.page(Templates.result(page, html.shell("%s on %s".formatted(page.backbone(), page.dataset()))));
    }

    /** One backbone, or one of its charts' tables as CSV. */
    @GET
    @Path("backbones/{name}")
    @Operation(hidden = true)
    public Response backbone(@PathParam("name") String name, @QueryParam("data") @Nullable String data) {
        List<ResultRecord> records = results.standing(
                tenants.current(),
                new ResultFilter(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty()));
        String api = html.gateway() + "/v1/backbones/" + Links.segment(name);
        String address = "/backbones/" + Links.segment(name);
        Optional<ResultRecord> newest = records.stream().findFirst();
        BackbonePage page = new BackbonePage(
                name,
                newest.map(r -> r.backbone().origin()).orElse(""),
                newest.map(r -> r.backbone().recipe()).orElse(""),
                newest.flatMap(r -> r.backbone().tensors()).map(Sha256::hex),
                api,
                "/v1/model-index?backbone=" + Links.segment(name),
                "/compare?a=" + Links.segment(name),
                records.stream().map(PagesResource::row).sorted(ORDER).toList(),
                ranks(address, records),
                new BackboneCurves(
                                address,
                                records.stream()
                                        .map(Measured::of)
                                        .sorted(Comparator.comparing(Measured::columnId))
                                        .toList())
                        .charts(losses::of),
                credits(records));
        if (data == null) {
            return html.page(Templates.backbone(page, html.shell(name)));
        }
        return page.table(data)
                .map(table -> html.csv("backbone-" + data, table))
                .orElseGet(() -> html.missing("This backbone's page has no such table."));
    }

    private List<Chart> ranks(String address, List<ResultRecord> records) {
        return records.isEmpty()
                ? List.of()
                : BackboneRanks.of(
                        address,
                        boards.board(tenants.current(), ResultFilter.ALL, Optional.empty()),
                        records.stream().map(r -> r.key().backbone()).collect(Collectors.toSet()));
    }

    /** The backbone's own, then those of its data. */
    private static List<BoardPage.Credit> credits(List<ResultRecord> records) {
        Stream<BoardPage.Credit> own = records.stream().flatMap(r -> r.backbone().attribution().stream()
                .map(attribution -> new BoardPage.Credit(r.backbone().name(), attribution)));
        Stream<BoardPage.Credit> data = records.stream()
                .map(r -> new BoardPage.Credit(r.dataset().name(), r.dataset().attribution()))
                .sorted(Comparator.comparing(BoardPage.Credit::of));
        return Stream.concat(own, data).distinct().toList();
    }

    private static final Comparator<BackbonePage.Row> ORDER = Comparator.comparing(
                    (BackbonePage.Row row) -> !row.source())
            .thenComparing(BackbonePage.Row::dataset)
            .thenComparing(row -> Words.order(row.task()))
            .thenComparing(BackbonePage.Row::seed);

    private static BackbonePage.Row row(ResultRecord record) {
        Measured measured = Measured.of(record);
        var score = measured.score();
        var key = record.key();
        return new BackbonePage.Row(
                record.dataset().name(),
                record.dataset().role().equals("source"),
                Words.task(key.task()),
                key.protocol().id(),
                key.variant().id(),
                String.valueOf(key.seed()),
                Printed.text(score.value(), score.unit()),
                Printed.text(score.ci95().lo(), score.unit()),
                Printed.text(score.ci95().hi(), score.unit()),
                score.ci95().method(),
                "/results/" + measured.id());
    }

    private List<Measured> siblings(ResultRecord record) {
        var key = record.key();
        return results
                .standing(
                        tenants.current(),
                        new ResultFilter(
                                Optional.of(record.backbone().name()),
                                Optional.of(record.dataset().name()),
                                Optional.of(key.task()),
                                Optional.of(key.protocol().name())))
                .stream()
                .filter(other -> sameButSeed(other, record))
                .map(Measured::of)
                .sorted(Comparator.comparing(m -> m.record().key().seed()))
                .toList();
    }

    private static boolean sameButSeed(ResultRecord a, ResultRecord b) {
        var k = a.key();
        var l = b.key();
        return k.backbone().equals(l.backbone())
                && k.dataset().equals(l.dataset())
                && k.metric().equals(l.metric())
                && k.protocol().equals(l.protocol())
                && k.grid().equals(l.grid())
                && k.variant().equals(l.variant());
    }

    private static Optional<Sha256> digest(String text) {
        try {
            return Optional.of(new Sha256(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
