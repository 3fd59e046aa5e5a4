# One image for web, worker, beat and the one-off commands; docker-compose.yml says which is which.
# Build: docker build -t setu .

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements/runtime.txt /tmp/runtime.txt
# Every package comes with its hash, and only ready-made: nothing is compiled in the image.
RUN pip install --require-hashes --only-binary=:all: -r /tmp/runtime.txt

WORKDIR /app
COPY manage.py ./
COPY portal/ portal/
COPY sectors/ sectors/
COPY investors/ investors/
COPY templates/ templates/
COPY static/ static/
COPY locale/ locale/
# Neither command opens a connection. The key lives as long as this one line.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
 && python manage.py build_messages \
 && python manage.py collectstatic --noinput \
 && python -m compileall -q portal sectors investors \
 && mkdir -p var/attachments


FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 setu && useradd --uid 10001 --gid setu --no-create-home --shell /usr/sbin/nologin setu
ENV PATH="/opt/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=portal.settings
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The only directory that is written to; the rest belongs to root and the container runs read-only.
RUN chown setu:setu /app/var/attachments
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--respawn-failed-workers", "--workers-kill-timeout", "8s", "portal.wsgi:application"]
