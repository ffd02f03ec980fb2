"""The portal put together: its guards, its refusals, and every room it has."""

from importlib.resources import files
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from kring_portal import desks
from kring_portal.api import build_api
from kring_portal.watching.measuring import Measured, paths_of
from kring_portal.web import answering, probing
from kring_portal.web.bounding import Bounded
from kring_portal.web.guarding import guarded, token_checked
from kring_portal.web.house import House
from kring_portal.web.whole import Whole


def build(house: House, hosts: tuple[str, ...] = ()) -> FastAPI:
    """Put the portal together over a house; where people type no address it answers these hosts, or any."""
    app = FastAPI(title="Kring", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    app.middleware("http")(guarded)
    app.add_middleware(Whole)
    app.add_middleware(Bounded, most_bytes=house.settings.most_bytes, hosts=_typed(house.settings.url) or hosts)
    answering.declare(app)
    app.mount("/static", StaticFiles(directory=str(files("kring_portal") / "static")), name="static")
    app.mount("/v1", build_api(house), name="api")
    app.include_router(probing.router)
    for router in desks.ROUTERS:
        app.include_router(router, dependencies=[Depends(token_checked)])
    house.counts.knows(paths_of(app.routes))
    app.add_middleware(Measured, counts=house.counts)
    return app


def _typed(url: str) -> tuple[str, ...]:
    """Give how a browser names the host of an address: in small letters, and without the port that is usual there."""
    said = urlsplit(url)
    if not said.hostname:
        return ()
    host = f"[{said.hostname}]" if ":" in said.hostname else said.hostname
    usual = {"http": 80, "https": 443}[said.scheme]
    return (host,) if said.port in {None, usual} else (f"{host}:{said.port}",)
