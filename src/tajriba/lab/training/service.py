"""Requesting a training job and reporting its state."""

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.i18n import Lang, translate
from tajriba.lab.training.jobs import Job, ask, list_jobs
from tajriba.lab.training.schemas import JobView


def ask_to_retrain(tx: WriteTx, principal: Principal | None, lang: Lang) -> JobView:
    """Return the training that is open, or ask for one; only a new one leaves a trail."""
    actor_id = principal.user_id if principal else None
    found, new = ask(tx, actor_id)
    if new:
        record(tx, Entry(actor_id, "model.retrain", "job", found.id))
    return job_view(found, lang)


def job_views(tx: ReadTx, before: int | None, limit: int, lang: Lang) -> list[JobView]:
    """Return work, newest first, with ids below `before`."""
    return [job_view(one, lang) for one in list_jobs(tx, before, limit)]


def job_view(one: Job, lang: Lang) -> JobView:
    """Return work as it is shown."""
    return JobView(
        id=one.id,
        kind=one.kind,
        state=one.state,
        progress=one.progress,
        says=one.says,
        detail=one.detail,
        text=job_text(one, lang),
        asked_by=one.asked_by,
        created_at=iso(one.created_at),
        started_at=None if one.started_at is None else iso(one.started_at),
        finished_at=None if one.finished_at is None else iso(one.finished_at),
    )


def job_text(one: Job, lang: Lang) -> str:
    """Return in words how far work is, or how it ended."""
    detail = one.detail or ""
    if one.says == "kept":
        detail = translate(lang, f"kept.{detail}")
    return translate(lang, f"job.{one.says}", detail=detail)
