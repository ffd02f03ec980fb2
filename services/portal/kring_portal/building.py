"""The portal put together: its guards, its refusals, and every room it has."""

from importlib.resources import files
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from kring_portal import desks
from kring_portal.api import build_api
from kring_portal.web import answering, probing
from kring_portal.web.bounding import Bounded
from kring_portal.web.guarding import guarded, token_checked
from kring_portal.web.house import House


def build(house: House) -> FastAPI:
    """Put the portal together over a house."""
    app = FastAPI(title="Kring", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    app.middleware("http")(guarded)
    host = urlsplit(house.settings.url).netloc
    app.add_middleware(Bounded, most_bytes=house.settings.most_bytes, host=host)
    answering.declare(app)
    app.mount("/static", StaticFiles(directory=str(files("kring_portal") / "static")), name="static")
    app.mount("/v1", build_api(house), name="api")
    app.include_router(probing.router)
    for router in desks.ROUTERS:
        app.include_router(router, dependencies=[Depends(token_checked)])
    return app
