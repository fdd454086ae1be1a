"""What an administrator or the operator does with accounts: finding, disabling, their roles."""

from typing import Any

from sqlalchemy import Row, select, update

from tajriba.accounts.email.email_links import HANDED_MS, hand_link, link_to
from tajriba.accounts.errors import OwnAccount
from tajriba.accounts.schemas import AccountPatch, HandedLink, Principal, Purpose, UserView
from tajriba.accounts.second_factor.factors import has_second_factor, reset
from tajriba.accounts.service import describe_user, end_sessions, view_of_user
from tajriba.accounts.tables import user
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.kit.text import search_key

_SLICE = 500


def administer(
    tx: WriteTx, principal: Principal | None, user_id: int, patch: AccountPatch
) -> UserView:
    """Disable or enable an account, or change its role; a change ends its sessions at once.

    `principal` is None for the operator. Raises `NotFound`, and `OwnAccount`: an administrator who
    locks themselves out could leave none.
    """
    row = tx.first(select(user).where(user.c.id == user_id))
    if row is None:
        raise NotFound
    if principal is not None and principal.user_id == user_id:
        raise OwnAccount
    before = {"role": row.role, "disabled": row.disabled_at is not None}
    after = before | patch.model_dump(exclude_none=True)
    if after != before:
        values: dict[str, Any] = {
            "role": after["role"],
            "disabled_at": (row.disabled_at or tx.now) if after["disabled"] else None,
        }
        tx.run(update(user).where(user.c.id == user_id).values(**values))
        end_sessions(tx, user_id)
        actor = principal.user_id if principal else None
        record(tx, Entry(actor, "user.administer", "user", user_id, before, after))
    return describe_user(tx, user_id)


def end_sessions_of(tx: WriteTx, principal: Principal, user_id: int) -> UserView:
    """End every session of an account at once; raises `NotFound`."""
    _require(tx, user_id)
    end_sessions(tx, user_id)
    record(tx, Entry(principal.user_id, "user.end_sessions", "user", user_id))
    return describe_user(tx, user_id)


def reset_second_factor(tx: WriteTx, principal: Principal, user_id: int) -> UserView:
    """Turn off the second factor of who has lost it, if there is one; raises `NotFound`.

    Raises `OwnAccount`: of one's own it takes a code.
    """
    _require(tx, user_id)
    if principal.user_id == user_id:
        raise OwnAccount
    if has_second_factor(tx, user_id):
        reset(tx, principal.user_id, user_id)
    return describe_user(tx, user_id)


def hand_link_over(
    tx: WriteTx, principal: Principal, user_id: int, purpose: Purpose, public_url: str
) -> HandedLink:
    """Return a link for an administrator to hand over; raises `NotFound`."""
    _require(tx, user_id)
    secret = hand_link(tx, principal, user_id, purpose)
    ends = iso(tx.now + HANDED_MS[purpose])
    return HandedLink(url=link_to(public_url, purpose, secret), expires_at=ends)


def _require(tx: ReadTx, user_id: int) -> None:
    if tx.first(select(user.c.id).where(user.c.id == user_id)) is None:
        raise NotFound


def list_users(tx: ReadTx, text: str, after: int, limit: int) -> list[UserView]:
    """Return accounts whose name or e-mail holds `text` in any spelling, by id behind `after`."""
    key, found = search_key(text), list[UserView]()
    at_once = _SLICE if key else limit
    while len(found) < limit:
        rows = tx.all(select(user).where(user.c.id > after).order_by(user.c.id).limit(at_once))
        found += [view_of_user(row) for row in rows if _holds(row, key)]
        if len(rows) < at_once:
            break
        after = rows[-1].id
    return found[:limit]


def _holds(row: Row[Any], key: str) -> bool:
    return not key or key in search_key(row.full_name) or key in search_key(row.email)
