# PostgreSQL as Debian packs it, told what to do as the public image is: POSTGRES_USER, POSTGRES_PASSWORD or
# POSTGRES_PASSWORD_FILE, POSTGRES_DB, PGDATA; user 999 where nobody chose another.
ARG BASE
FROM ${BASE}
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid 999 --home-dir /var/lib/postgresql postgres && \
    apt-get update && mkdir -p /etc/postgresql-common && \
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf && \
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends postgresql && \
    rm -rf /var/lib/apt/lists /var/cache/apt && ln -s /usr/lib/postgresql/* /usr/lib/postgresql/here && \
    mkdir -p /var/lib/postgresql/data && chown 999:999 /var/lib/postgresql /var/lib/postgresql/data && \
    chmod 1777 /var/run/postgresql
COPY postgres-start /usr/local/bin/
ENV PATH=/usr/lib/postgresql/here/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["postgres-start"]
CMD ["postgres"]
