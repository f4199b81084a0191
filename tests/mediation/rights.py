"""Reading the rights as a party does: one a page, by 'next' alone."""

import re

from flask.testing import FlaskClient

from mediation.consents.wording import RIGHTS
from tests.mediation import dispute


def one_by_one(client: FlaskClient) -> str:
    """From the first right to the last by 'next' alone; each page holds one of them."""
    pages, way = [], "/my/rights/1"
    while way != "/my/rights":
        pages.append(dispute.body(client, way))
        (way,) = re.findall(r'class="btn btn-primary btn-go" href="([^"]+)"', pages[-1])
        assert f"第 {len(pages)} 条，共 {len(RIGHTS)} 条" in pages[-1]
        assert sum(f"<h1>{point.title}</h1>" in pages[-1] for point in RIGHTS) == 1
    assert len(pages) == len(RIGHTS)
    assert client.get("/my/rights/0").status_code == client.get("/my/rights/11").status_code == 404
    return "".join(pages)
