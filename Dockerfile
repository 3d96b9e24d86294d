# inbox_bot as an image: `docker build --tag inbox-bot .`; in the last stage is nothing but what it runs on. How to use it
# is in docs/server.md; docker-compose.yml is the short way. The stage `trial` has the demo's relay as well, and is built
# by the compose file's profile of that name alone.
ARG PYTHON=3.13.16-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements-build.lock requirements-runtime.lock requirements-demo.lock ./
RUN python -m venv /build \
 && /build/bin/pip install --require-hashes -r requirements-build.lock \
 && python -m venv /opt/inbox-bot \
 && /opt/inbox-bot/bin/pip install --require-hashes -r requirements-runtime.lock
COPY pyproject.toml README.md LICENSE rules.yaml ./
COPY templates templates
COPY deploy/inbox-bot.service deploy/inbox-bot.1 deploy/
COPY inbox_bot inbox_bot
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /opt/inbox-bot/bin/pip install --no-deps /wheel/*.whl \
 && /opt/inbox-bot/bin/pip uninstall --yes pip

FROM build AS build-trial
RUN /build/bin/pip --python /opt/inbox-bot/bin/python install --require-hashes -r requirements-demo.lock

FROM python:${PYTHON} AS trial
COPY --from=build-trial /opt/inbox-bot /opt/inbox-bot
ENV PATH=/opt/inbox-bot/bin:/usr/local/bin:/usr/bin:/bin
USER 10001:10001

FROM python:${PYTHON}
# Numbers, not names: whoever runs the container sees at once that it isn't root, and volumes can be given to them.
RUN groupadd --gid 10001 inbox-bot \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/inbox-bot --shell /usr/sbin/nologin inbox-bot \
 && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/inbox-bot
COPY --from=build /opt/inbox-bot /opt/inbox-bot
ENV PATH=/opt/inbox-bot/bin:/usr/local/bin:/usr/bin:/bin \
    INBOX_BOT_RULES=/etc/inbox-bot/rules.yaml \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /var/lib/inbox-bot
VOLUME ["/var/lib/inbox-bot"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=120s --retries=3 CMD ["inbox-bot", "health"]
ENTRYPOINT ["inbox-bot"]
CMD ["run"]
