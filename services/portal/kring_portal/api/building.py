"""The door for systems put together: an application of its own below `/v1`."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from kring_portal.api import offices, problems, referrals, tokens, webhooks
from kring_portal.api.bounding import Spoken
from kring_portal.api.describing import EXAMPLE, document_of
from kring_portal.web.house import House

ROUTERS = (tokens.router, referrals.router, webhooks.router, offices.router)


def build_api(house: House | None = None) -> FastAPI:
    """Put the interface together over a house; without one it only describes itself."""
    app = FastAPI(title="Kring", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.house = house
    problems.declare(app)
    for router in ROUTERS:
        app.include_router(router)

    @app.get("/openapi.json", tags=["Document"], summary="This document", operation_id="showDocument")
    async def show_document(_request: Request) -> Response:
        """Give the interface as an OpenAPI document, to pages of anybody."""
        address = house.settings.address if house else EXAMPLE
        return JSONResponse(document_of(app, address), headers={"Access-Control-Allow-Origin": "*"})

    app.add_middleware(Spoken)
    return app
