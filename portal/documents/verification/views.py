"""The public page: is this paper genuine?"""

import hashlib

from flask import Blueprint, current_app, request

from portal.accounts.floods import limiter
from portal.documents.verification import queries, services, words
from portal.documents.verification.forms import CodeForm, FileForm
from portal.documents.verification.rules import DIGEST, Checked
from portal.kernel.files import services as files
from portal.kernel.policy import PUBLIC, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render

bp = Blueprint("verification", __name__)
many_files = limiter.limit("20 per minute", methods=["POST"])


@bp.get("/verify")
@access(PUBLIC)
def ask() -> Answer:
    """By code: what the register says of it; and the way to check a file."""
    asked = "code" in request.args
    form = CodeForm(formdata=request.args if asked else None, meta={"csrf": False})
    if asked and form.validate():
        entry = queries.find_code(db(), form.code.data or "")
        return render("documents_pages/verification/entry.html", entry=entry, words=words)
    return render("documents_pages/verification/ask.html", form=form, upload=FileForm())


@bp.get("/v/<token>")
@access(PUBLIC)
def scan(token: str) -> Answer:
    """Where a QR code leads."""
    entry = queries.find_token(db(), token)
    return render("documents_pages/verification/entry.html", entry=entry, words=words)


@bp.post("/verify/file")
@access(PUBLIC)
@many_files
def upload() -> Answer:
    """Without a script the file comes here: its hash is asked of the register, and the worker checks an unknown one."""
    form = FileForm()
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen is not None:
        digest = hashlib.sha256(chosen[0]).hexdigest()
        if queries.check_of(db(), digest) is not None or queries.find_file(db(), digest)[0] is not None:
            return goto("verification.result", digest=digest)
        taken, refused = files.prepare_all(db(), [chosen], current_app.extensions["portal"].settings, exactly=True)
        for prepared in taken:
            services.ask(db(), actor(), prepared)
            return goto("verification.result", digest=digest)
        for _name, sentence in refused:
            form.refuse("file", sentence)
    code = CodeForm(formdata=None, meta={"csrf": False})
    return render("documents_pages/verification/ask.html", 422, form=code, upload=form)


@bp.get("/verify/file/<digest>")
@access(PUBLIC)
def result(digest: str) -> Answer:
    """What the register and the check say of a file with this hash."""
    if not DIGEST.fullmatch(digest):
        raise Refused
    entry, match = queries.find_file(db(), digest)
    row = queries.check_of(db(), digest)
    checked = Checked.from_json(row.found) if row and row.found else None
    changed_copy = None
    if entry is None and checked is not None and checked.frozen_sha256:
        changed_copy = queries.find_file(db(), checked.frozen_sha256)[0]
    return render(
        "documents_pages/verification/result.html",
        entry=entry,
        match=match,
        waiting=row is not None and row.found is None,
        checked=checked,
        changed_copy=changed_copy,
        digest=digest,
        upload=FileForm(),
        words=words,
    )
