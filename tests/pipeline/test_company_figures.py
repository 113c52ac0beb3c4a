"""Company figures in the database, on SQLite and PostgreSQL: written with their article, and whose they are by now."""

from __future__ import annotations

from sqlalchemy import text

from pipeline.companies import company_called
from pipeline.decide import decide_company
from pipeline.extract import extract_articles
from pipeline.figures import figures_of
from pipeline.ingest import ingest
from pipeline.store import Store
from pipeline.store.check import check
from schemas import Article, PartialDate
from schemas.decision import Action


def test_figures_are_kept_with_their_article_and_follow_it(database: str) -> None:

    def article(text: str) -> Article:
        return Article(doc_id="a", text=text, published=PartialDate("2025-11-20"))

    with Store(database) as store:
        ingest([article("甲骨文的負債比飆升至500%。")], store, extract_articles)
        (claim,) = figures_of(store, ["oracle"])
        assert (claim.company_id, claim.figure.percent) == ("oracle", 500)
        ingest([article("甲骨文的負債比降至450%。")], store, extract_articles)
        (claim,) = figures_of(store)
        assert claim.figure.percent == 450
        ((found, _),) = store.extractions()
        assert found.figures == (claim.figure,)
        ingest([article("甲骨文沒有說。")], store, extract_articles)
        assert figures_of(store) == []


def test_a_check_names_figures_that_their_article_does_not_say(database: str) -> None:

    with Store(database) as store:
        ingest([Article(doc_id="a", text="甲骨文的負債比飆升至500%。")], store, extract_articles)
        assert check(store).faults == ()
        with store.writing() as connection:
            connection.execute(text("UPDATE article SET text = '甲骨文的負債比飆升至400%。'"))
        assert ["figures" in each.what for each in check(store).faults] == [True]


def test_a_figure_follows_the_company_that_people_say_it_is_of(database: str) -> None:
    told = (
        "Zzyx Compute Inc. agreed to buy $5 billion of chips from Nvidia. Zzyx Compute reported revenue of $2 billion. "
        "OpenAI agreed to buy $300 billion of computing from Oracle."
    )
    with Store(database) as store:
        ingest([Article(doc_id="a", text=told)], store, extract_articles)
        own = company_called(store, "Zzyx Compute Inc.")
        assert [claim.company_id for claim in figures_of(store, [own])] == [own]
        assert figures_of(store, ["oracle"]) == []
        decide_company(store, Action.MERGE_COMPANIES, "ann", own, other="oracle")
        assert [claim.company_id for claim in figures_of(store, ["oracle"])] == ["oracle"]
