"""The second factor of an account: codes from an app that change every thirty seconds (TOTP, RFC 6238), each good for one login."""

from __future__ import annotations

import time

from sqlalchemy import Engine, delete, insert, select, update

from .database import writing
from .schema import second_factors

_SECONDS = 30
_DRIFT = 1  # clocks may differ by one step


def has_second_factor(engine: Engine, user_id: int) -> bool:
    """Whether the account logs in with a code."""
    query = select(second_factors.c.user_id).where(second_factors.c.user_id == user_id, second_factors.c.active)
    with engine.connect() as connection:
        return connection.execute(query).first() is not None


def prepare_second_factor(engine: Engine, user_id: int) -> str:
    """The secret for the app, a new one as long as no code has been given; "" if the account has a second factor already."""
    from pyotp import random_base32

    secret = random_base32()
    with writing(engine) as connection:
        connection.execute(delete(second_factors).where(second_factors.c.user_id == user_id, ~second_factors.c.active))
        if connection.execute(select(second_factors.c.user_id).where(second_factors.c.user_id == user_id)).first():
            return ""
        connection.execute(insert(second_factors).values(user_id=user_id, secret=secret, active=False, used=0))
    return secret


def prepared_secret(engine: Engine, user_id: int) -> str:
    """The secret that waits for its first code; "" if there is none."""
    query = select(second_factors.c.secret).where(second_factors.c.user_id == user_id, ~second_factors.c.active)
    with engine.connect() as connection:
        return str(connection.execute(query).scalar() or "")


def check_code(engine: Engine, user_id: int, code: str) -> bool:
    """Whether the code is right now and has not been used; then it is used up, and the factor is active from now on."""
    with engine.connect() as connection:
        row = connection.execute(select(second_factors).where(second_factors.c.user_id == user_id)).first()
    step = _step(row.secret, code) if row else None
    if row is None or step is None:
        return False
    fresh = (second_factors.c.user_id == user_id) & (second_factors.c.secret == row.secret) & (second_factors.c.used < step)
    with writing(engine) as connection:
        return connection.execute(update(second_factors).where(fresh).values(active=True, used=step)).rowcount == 1


def _step(secret: str, code: str) -> int | None:
    """The time step for which the code is the right one."""
    from pyotp import TOTP
    from pyotp.utils import strings_equal

    code, app = "".join(code.split()), TOTP(secret, interval=_SECONDS)
    now = int(time.time()) // _SECONDS
    right = [step for step in range(now - _DRIFT, now + _DRIFT + 1) if strings_equal(code, app.at(step * _SECONDS))]
    return right[0] if right else None


def remove_second_factor(engine: Engine, user_id: int) -> None:
    """The account logs in with its password alone."""
    with writing(engine) as connection:
        connection.execute(delete(second_factors).where(second_factors.c.user_id == user_id))
