"""The routes that read predictions. Those that may predict a plan again are in `loop`."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, SignedOrNobody, allow, public
from tajriba.evidence.views.schemas import Suppressed
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import PathId, Success, ok
from tajriba.predictions.explanations import public_predictions
from tajriba.predictions.explanations.explanation import explain
from tajriba.predictions.explanations.patient_profile import profile
from tajriba.predictions.explanations.schemas import Explanation, Profile, PublicPrediction
from tajriba.predictions.registry.schemas import ModelVersion
from tajriba.predictions.registry.views import model_version
from tajriba.predictions.schemas import Accuracy, Days, Evolution, Health
from tajriba.predictions.service.ranking_history import accuracy, evolution

router = APIRouter(prefix="/api/predictions", tags=["predictions"], route_class=GuardedRoute)


@router.get("/diagnosis/{diagnosis_id}/evolution", summary="Tell how a plan's ranking moved")
@allow("patient", "practitioner")
async def read_ranking_evolution(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db, days: Days = 30
) -> Success[Evolution]:
    """The rankings that were announced, oldest first, and what moved between them."""
    return ok(await db.read(evolution, principal, diagnosis_id, days, language(request)))


@router.get("/diagnosis/{diagnosis_id}/accuracy", summary="Compare predictions with reports")
@allow("patient", "practitioner")
async def read_prediction_accuracy(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[Accuracy]:
    """Each report against the last ranking that was announced before it."""
    return ok(await db.read(accuracy, principal, diagnosis_id, language(request)))


@router.get(
    "/diagnosis/{diagnosis_id}/recommendation/{recommendation_id}/explain",
    summary="Explain a prediction",
)
@allow("patient", "practitioner")
async def explain_prediction(
    diagnosis_id: PathId, recommendation_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[Explanation]:
    """Each component, each level of the pooling, the match, and what would change it."""
    lang = language(request)
    return ok(await db.read(explain, principal, diagnosis_id, recommendation_id, lang))


@router.get("/patient/{patient_id}/profile", summary="Tell what predictions know of a patient")
@allow("patient", "practitioner")
async def read_patient_profile(patient_id: PathId, principal: Signed, db: Db) -> Success[Profile]:
    """The record as predictions use it, the reports in sum, and who counts as alike."""
    return ok(await db.read(profile, principal, patient_id))


@router.get(
    "/recommendation/{recommendation_id}/prediction-stats",
    summary="Predict a remedy for an unknown patient",
)
@public()
async def read_public_prediction(
    recommendation_id: PathId, request: Request, reader: SignedOrNobody, db: Db
) -> Success[PublicPrediction | Suppressed]:
    """Published evidence, pooled; with too few patients, `suppressed` and no figures."""
    lang = language(request)
    return ok(await db.read(public_predictions.prediction_stats, recommendation_id, lang, reader))


@router.get("/model/version", summary="Tell which model predicts")
@public()
async def read_model_version(db: Db) -> Success[ModelVersion]:
    """Its parameters, what it was trained on, and what it reached on reports held out."""
    return ok(await db.read(model_version))


@router.get("/health", summary="Tell whether predictions can be read")
@public()
async def read_predictions_health(db: Db) -> Success[Health]:
    """Answers 503 where the database does not."""
    return ok(await db.read(public_predictions.health))
