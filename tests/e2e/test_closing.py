"""What ends a socket of the running server, with which code, and how soon."""

import signal

from tests.e2e.served_clinic import Town

ONE_SECOND = 1.0


def test_a_logout_closes_the_screens_of_its_session_alone(common: Town) -> None:
    maryam, ali = common.patient(), common.patient()
    hers = common.browser(maryam.remote, maryam.diagnosis_id)
    his = common.screen(ali.remote, ali.diagnosis_id)
    maryam.remote.post("/api/auth/logout")
    assert hers.closing(ONE_SECOND) == (1008, "session_ended")
    assert maryam.remote.call("GET", "/api/auth/me").status_code == 401
    ali.report()
    assert his.hear("feedback_update")


def test_the_end_of_consent_closes_the_practitioners_screen(common: Town) -> None:
    maryam, doctor = common.patient(), common.practitioner()
    asked = doctor.post("/api/care/invitations", {"email": maryam.remote.email})
    maryam.remote.post("/api/care/accept-by-code", {"code": asked["code"]})
    screen = common.browser(doctor, maryam.diagnosis_id)
    own = common.screen(maryam.remote, maryam.diagnosis_id)
    maryam.remote.delete(f"/api/care/{asked['id']}")
    assert screen.closing(ONE_SECOND) == (1008, "care_ended")
    live = f"/api/diagnoses/{maryam.diagnosis_id}/live"
    assert doctor.call("GET", live).status_code == 404
    maryam.report()
    assert own.hear("feedback_update")


def test_a_graceful_end_tells_every_screen_to_come_back(town: Town) -> None:
    maryam = town.patient()
    screens = [
        town.screen(maryam.remote, maryam.diagnosis_id),
        town.browser(maryam.remote, maryam.diagnosis_id),
    ]
    position = screens[0].position
    town.server.ask_to_end()
    assert [screen.closing()[0] for screen in screens] == [1012, 1012]
    assert town.server.wait() in (0, -signal.SIGTERM)
    assert town.server.troubles() == []
    town.restart()
    again = town.browser(maryam.remote, maryam.diagnosis_id, after=position)
    assert again.greeting["data"]["recovered"] is True
