"""The table of who may what."""

from tests.kit.permissions.permission_requests import SEVEN, Who

# What each is answered who sends what the owner would send: nobody, the owning patient, another
# patient, a practitioner in whose care the owner is, another practitioner, a researcher, an admin.
#                                                         nobody owner other caring stranger res adm
MATRIX = {
    "POST /api/auth/register":                             "201 201 201 201 201 201 201",
    "POST /api/auth/login":                                "200 200 200 200 200 200 200",
    "POST /api/auth/refresh":                              "401 200 200 200 200 200 200",
    "POST /api/auth/logout":                               "401 200 200 200 200 200 200",
    "POST /api/auth/password":                             "401 200 200 200 200 200 200",
    "POST /api/auth/register/confirm":                     "409 409 409 409 409 409 409",
    "POST /api/auth/email/link":                           "401 202 202 202 202 202 202",
    "POST /api/auth/email/verify":                         "401 200 409 409 409 409 409",
    "POST /api/auth/password/forgotten":                   "202 202 202 202 202 202 202",
    "POST /api/auth/password/reset":                       "200 200 200 200 200 200 200",
    "DELETE /api/admin/users/{user_id}/sessions":          "401 403 403 403 403 403 200",
    "POST /api/admin/users/{user_id}/links":               "401 403 403 403 403 403 201",
    "GET /api/auth/sessions":                              "401 200 200 200 200 200 200",
    "DELETE /api/auth/sessions/{session}":                 "401 200 404 404 404 404 404",
    "PATCH /api/admin/users/{user_id}":                    "401 403 403 403 403 403 200",
    "GET /api/auth/me":                                    "401 200 200 200 200 200 200",
    "GET /api/patients":                                   "401 200 200 200 200 403 403",
    "GET /api/patients/{patient_id}":                      "401 200 404 200 404 403 403",
    "PATCH /api/patients/{patient_id}":                    "401 200 404 200 404 403 403",
    "POST /api/patients/{patient_id}/mizaj":               "401 200 404 200 404 403 403",
    "GET /api/mizaj/questionnaire":                        "200 200 200 200 200 200 200",
    "GET /api/care":                                       "401 200 200 200 200 403 403",
    "POST /api/care/invitations":                          "401 403 403 201 201 403 403",
    "POST /api/care/{care_id}/accept":                     "401 200 404 403 403 403 403",
    "POST /api/care/accept-by-code":                       "401 200 404 403 403 403 403",
    "DELETE /api/care/{care_id}":                          "401 200 404 200 404 403 403",
    "GET /api/me/export":                                  "401 200 200 200 200 200 200",
    "GET /api/me/readings":                                "401 200 200 403 403 403 403",
    "GET /api/me/erasure":                                 "401 200 200 403 403 403 403",
    "POST /api/me/erasure":                                "401 200 200 403 403 403 403",
    "DELETE /api/me/erasure":                              "401 200 200 403 403 403 403",
    "GET /api/herbs":                                      "200 200 200 200 200 200 200",
    "GET /api/herbs/{herb_id}":                            "200 200 200 200 200 200 200",
    "GET /api/conditions":                                 "200 200 200 200 200 200 200",
    "GET /api/conditions/{condition_id}":                  "200 200 200 200 200 200 200",
    "GET /api/recommendations":                            "200 200 200 200 200 200 200",
    "GET /api/recommendations/{recommendation_id}":        "200 200 200 200 200 200 200",
    "PUT /api/recommendations/{recommendation_id}":        "401 403 403 200 404 403 403",
    "DELETE /api/recommendations/{recommendation_id}":     "401 403 403 200 404 403 200",
    "POST /api/recommendations/{recommendation_id}/review":
                                                           "401 403 403 409 200 403 200",
    "POST /api/recommendations/{recommendation_id}/refusal":
                                                           "401 403 403 409 200 403 200",
    "GET /api/practice/unreviewed-remedies":               "401 403 403 200 200 403 200",
    "GET /api/practice/remedies":                          "401 403 403 200 200 403 403",
    "GET /api/practice/safety-holds":                      "401 403 403 200 200 403 403",
    "POST /api/recommendations":                           "401 403 403 201 201 403 403",
    "GET /api/knowledge/suggestions":                       "200 200 200 200 200 200 200",
    "POST /api/knowledge/read":                            "401 200 200 200 200 403 200",
    "GET /api/knowledge/unread":                           "401 403 403 200 200 403 200",
    "GET /api/knowledge/mappings":                         "401 403 403 200 200 403 200",
    "POST /api/knowledge/mappings":                        "401 403 403 201 201 403 201",
    "DELETE /api/knowledge/mappings/{mapping_id}":         "401 403 403 200 200 403 200",
    "GET /api/diagnoses":                                  "401 200 200 200 200 403 403",
    "POST /api/diagnoses":                                 "401 201 404 201 404 403 403",
    "GET /api/diagnoses/{diagnosis_id}":                   "401 200 404 200 404 403 403",
    "GET /api/diagnoses/{diagnosis_id}/candidates":        "401 200 404 200 404 403 403",
    "POST /api/diagnoses/{diagnosis_id}/seen-by-doctor":   "401 200 404 200 404 403 403",
    "POST /api/diagnoses/{diagnosis_id}/safety-reviews":   "401 403 403 404 404 403 403",
    "PUT /api/diagnoses/{diagnosis_id}/plan":              "401 200 404 200 404 403 403",
    "GET /api/diagnoses/{diagnosis_id}/choices":           "401 200 404 200 404 403 403",
    "GET /api/diagnoses/{diagnosis_id}/live":              "401 200 404 200 404 403 403",
    "POST /api/feedback/submit":                           "401 201 404 403 403 403 403",
    "POST /api/feedback/batch/submit":                     "401 201 404 403 403 403 403",
    "GET /api/feedback/history":                           "401 200 200 403 403 403 403",
    "GET /api/feedback/{feedback_id}":                     "401 200 404 403 403 403 403",
    "PUT /api/feedback/update/{feedback_id}":              "401 200 404 403 403 403 403",
    "DELETE /api/feedback/{feedback_id}":                  "401 200 404 403 403 403 403",
    "GET /api/feedback/diagnosis/{diagnosis_id}/overview": "401 200 404 200 404 403 403",
    "GET /api/feedback/recommendation/{recommendation_id}/summary":
                                                           "200 200 200 200 200 200 200",
    "GET /api/feedback/recommendation/{recommendation_id}/trend":
                                                           "200 200 200 200 200 200 200",
    "GET /api/feedback/stats/most-effective":              "200 200 200 200 200 200 200",
    "GET /api/feedback/stats/side-effects":                "200 200 200 200 200 200 200",
    "GET /api/feedback/health":                            "200 200 200 200 200 200 200",
    "GET /api/analytics/status":                           "200 200 200 200 200 200 200",
    "GET /api/analytics/recommendation/{recommendation_id}/effectiveness":
                                                           "200 200 200 200 200 200 200",
    "GET /api/analytics/diagnosis/{diagnosis_id}/effectiveness":
                                                           "401 200 404 200 404 403 403",
    "GET /api/analytics/condition/{name}":                 "200 200 200 200 200 200 200",
    "GET /api/analytics/herb/{name}":                      "200 200 200 200 200 200 200",
    "GET /api/analytics/trending":                         "200 200 200 200 200 200 200",
    "GET /api/analytics/remedies":                         "200 200 200 200 200 200 200",
    "GET /api/analytics/worst-performing":                 "200 200 200 200 200 200 200",
    "POST /api/analytics/calculate/{recommendation_id}":   "401 200 404 200 404 403 403",
    "POST /api/analytics/batch/calculate":                 "401 403 403 200 200 403 403",
    "GET /api/predictions/diagnosis/{diagnosis_id}/predict":   "401 200 404 200 404 403 403",
    "GET /api/predictions/diagnosis/{diagnosis_id}/optimize":  "401 200 404 200 404 403 403",
    "GET /api/predictions/diagnosis/{diagnosis_id}/evolution": "401 200 404 200 404 403 403",
    "GET /api/predictions/diagnosis/{diagnosis_id}/accuracy":  "401 200 404 200 404 403 403",
    "GET /api/predictions/diagnosis/{diagnosis_id}/recommendation/{recommendation_id}/explain":
                                                           "401 200 404 200 404 403 403",
    "GET /api/predictions/patient/{patient_id}/profile":   "401 200 404 200 404 403 403",
    "POST /api/predictions/batch/predict":                 "401 200 404 200 404 403 403",
    "GET /api/predictions/recommendation/{recommendation_id}/prediction-stats":
                                                           "200 200 200 200 200 200 200",
    "POST /api/predictions/model/retrain":                 "401 403 403 403 403 403 202",
    "GET /api/predictions/model/version":                  "200 200 200 200 200 200 200",
    "GET /api/predictions/health":                         "200 200 200 200 200 200 200",
    "GET /api/practice/patients":                          "401 403 403 200 200 403 403",
    "GET /api/practice/plans":                             "401 403 403 200 200 403 403",
    "POST /ws/ticket":                                     "401 201 404 201 404 403 403",
    "GET /ws/status":                                      "401 403 403 403 403 403 200",
    "POST /ws/broadcast-recommendation-update":            "401 403 403 200 404 403 403",
    "POST /ws/broadcast-effectiveness-update":             "401 403 403 200 404 403 403",
    "POST /ws/broadcast-feedback-update":                  "401 403 403 200 404 403 403",
    "GET /events/{diagnosis_id}":                          "401 200 404 200 404 403 403",
    "GET /asyncapi.json":                                  "200 200 200 200 200 200 200",
    "GET /api/admin/users":                                "401 403 403 403 403 403 200",
    "GET /api/admin/models":                               "401 403 403 403 403 403 200",
    "GET /api/admin/jobs":                                 "401 403 403 403 403 403 200",
    "GET /api/demo":                                       "200 200 200 200 200 200 200",
    "POST /api/demo/sign-in":                              "404 404 404 404 404 404 404",
    "GET /health/live":                                    "200 200 200 200 200 200 200",
    "GET /health/ready":                                   "200 200 200 200 200 200 200",
    "GET /metrics":                                        "404 404 404 404 404 404 404",
}  # fmt: skip


def expected(operation: str) -> dict[Who, int]:
    """Return the status that each of the seven gets."""
    return dict(zip(SEVEN, map(int, MATRIX[operation].split()), strict=True))


def allowed(operation: str) -> Who | None:
    """Return somebody who may call, None where nobody may from where tests call."""
    return next((who for who, status in expected(operation).items() if status < 400), None)
