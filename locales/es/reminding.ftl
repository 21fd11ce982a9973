# Recordatorios de una ronda y panel de la secretaría

reminding-mail-returned = Las respuestas de { $department } a «{ $round }» se le han devuelto para completarlas y aún no se han vuelto a enviar. Lo que ha guardado se conserva.
reminding-mail-late = El plazo terminó el { $deadline }. Las respuestas se admiten todavía hasta el { $until } y se marcarán como tardías.
reminding-title = Recordatorios
reminding-dashboard = Panel de seguimiento
reminding-dashboard-title = Panel de seguimiento: { $round }
reminding-figure-asked = { $count ->
    [1] departamento consultado
   *[other] departamentos consultados
}
reminding-figure-opened = lo han abierto
reminding-figure-started = han empezado
reminding-figure-submitted = han enviado ({ $share } %)
reminding-figure-returned = se han devuelto
reminding-figure-accepted = están aceptados
reminding-figure-late = enviaron con retraso
reminding-figure-signed = de { $regions } regiones han dado su conformidad
reminding-download = Descargar la participación (CSV)
reminding-on-this-page = En esta página
reminding-regions = Regiones
reminding-tiles = Regiones por país
reminding-tiles-text = Cada casilla es una región: su estado y cuántos de sus departamentos han enviado sus respuestas.
reminding-missing = Quién falta
reminding-calls = A quién llamar
reminding-commission = Comisión geográfica
reminding-sort = Ordenar por
reminding-show = Mostrar
reminding-filtered = Se muestran { $regions } de { $all } regiones: { $asked } departamentos consultados, { $submitted } envíos ({ $share } %).
reminding-unfilter = Mostrar todas las regiones
reminding-tick-all = Marcar las { $count } regiones mostradas
reminding-regions-caption = Regiones y sus departamentos (horas UTC)
reminding-choose = Elegir
reminding-column-share = Porcentaje
reminding-column-returned = Devueltos
reminding-column-late = Con retraso
reminding-column-invited = Invitado
reminding-people = Personas
reminding-bulk-text = Marque regiones para recordárselo a los departamentos que aún no han enviado sus respuestas, o para aceptar las enviadas. Verá a quién afecta antes de hacer nada.
reminding-bulk-remind = Recordar …
reminding-bulk-accept = Aceptar …
reminding-no-region = Ninguna región coincide.
reminding-choose-regions = Marque al menos una región
reminding-stage-unshared = Sin departamentos
reminding-stage-unopened = Sin abrir
reminding-stage-opened = Abierto
reminding-stage-started = En curso
reminding-stage-submitted = Todo enviado
reminding-stage-accepted = Todo aceptado
reminding-stage-signed = Conforme
reminding-list-not-opened = Sin abrir
reminding-list-not-started = Sin empezar
reminding-list-not-submitted = Sin enviar
reminding-most-listed = Aquí figuran { $count } departamentos como máximo; el archivo los contiene todos.
reminding-none-missing = Nadie.
reminding-bounced = la dirección no funciona
reminding-coordinators = Coordinación
reminding-behind = Departamentos que no han enviado sus respuestas
reminding-no-calls = No hace falta llamar a nadie por ahora.
reminding-call-no-coordinator = Nadie coordina la región.
reminding-call-unshared = Consultada hace { $days } días, y no hay ningún departamento invitado.
reminding-call-bounced = Los correos a { $addresses } se devuelven.
reminding-call-unopened = { $departments ->
    [1] Un departamento lleva { $days } días sin abrirlo.
   *[other] { $departments } departamentos llevan hasta { $days } días sin abrirlo.
}
reminding-call-near = { $days ->
    [0] El plazo termina en menos de un día; sin enviar: { $departments }.
    [1] El plazo termina en un día; sin enviar: { $departments }.
   *[other] El plazo termina en { $days } días; sin enviar: { $departments }.
}
reminding-call-overdue = El plazo ha terminado; sin enviar: { $departments }.
reminding-accept-title = Aceptar respuestas: { $round }
reminding-accept-text = Estas respuestas se han enviado y no tienen consultas abiertas. Cada una se acepta por separado, tal como está ahora.
reminding-accept-button = { $count ->
    [1] Aceptar una respuesta
   *[other] Aceptar { $count } respuestas
}
reminding-accept-none = Ninguna respuesta de estas regiones se puede aceptar ahora.
reminding-accepted = { $count ->
    [0] No se ha aceptado ninguna respuesta.
    [1] Se ha aceptado una respuesta.
   *[other] Se han aceptado { $count } respuestas.
}
reminding-blocked = No se pueden aceptar
reminding-blocked-queries = { $count ->
    [1] hay una consulta abierta
   *[other] hay { $count } consultas abiertas
}
reminding-blocked-newer = el departamento ha vuelto a enviarlas entretanto; revíselas de nuevo
reminding-blocked-returned = se ha devuelto entretanto
reminding-blocked-accepted = alguien la ha aceptado entretanto
reminding-blocked-gone = ya no existe
reminding-text = Los recordatorios se envían a las personas invitadas cuyo departamento no ha enviado sus respuestas o debe completarlas; en su idioma, con un enlace nuevo, según el plazo de su región.
reminding-quiet = No se envía nada entre las { $from } y las { $until }, hora de la región: se espera al final de ese horario.
reminding-no-quiet = No hay horario de descanso.
reminding-settings = Ajustes de la ronda
reminding-plan = Calendario
reminding-no-plan = No hay recordatorios previstos.
reminding-days-before = { $count ->
    [1] Un día antes del fin del plazo
   *[other] { $count } días antes del fin del plazo
}
reminding-days-on = Al terminar el plazo
reminding-days-after = { $count ->
    [1] Un día después del fin del plazo
   *[other] { $count } días después del fin del plazo
}
reminding-remove = Quitar
reminding-days = Días
reminding-when = Antes o después
reminding-before = antes del fin del plazo
reminding-after = después del fin del plazo, mientras se admitan respuestas tardías
reminding-add = Añadir un recordatorio
reminding-days-wrong = Indique los días con un número del 0 al 366
reminding-days-many = El calendario está completo. Quite antes un recordatorio
reminding-days-there = Este recordatorio ya está en el calendario
reminding-coming = Próximos
reminding-coming-caption = Los próximos recordatorios, si nada cambia (horas UTC)
reminding-column-reminder = Recordatorio
reminding-column-first = Primero
reminding-column-last = Último
reminding-none-coming = No hay recordatorios pendientes.
reminding-now = Recordar ahora
reminding-would = { $count ->
    [0] No se enviaría ningún recordatorio.
    [1] Se enviaría un recordatorio a una persona.
   *[other] Se enviarían recordatorios a { $count } personas.
}
reminding-done = { $count ->
    [0] No se ha enviado ningún recordatorio.
    [1] Se recuerda a una persona.
   *[other] Se recuerda a { $count } personas.
}
reminding-count-later = De ellas, en horario de descanso, se envía al final: { $count }
reminding-count-refused = No quieren recordatorios: { $count }
reminding-count-bounced = Tienen una dirección que no funciona: { $count }
reminding-count-lately = Han recibido un recordatorio en las últimas 12 horas: { $count }
reminding-count-over = Pertenecen a regiones cuyo plazo ha terminado: { $count }
reminding-whom = A quién
reminding-everywhere = Todas las personas que no han enviado
reminding-in-regions = Todas las personas que no han enviado en:
reminding-now-continue = Continuar
reminding-now-button = Recordar ahora
reminding-now-title = Recordar: { $round }
reminding-not-running = La ronda no admite respuestas en este momento, así que no se envían recordatorios.
reminding-sent = Enviados
reminding-sent-caption = Recordatorios por día, primero los más recientes (horas UTC)
reminding-by-hand = A mano
reminding-none-sent = Todavía no se ha enviado nada.
reminding-refusals = Quién no quiere recordatorios
reminding-refusals-text = Siguen invitadas y pueden responder.
reminding-no-refusals = Nadie.
audit-reminders-send = Recordatorios enviados
audit-reminders-now = Recordatorios enviados a mano
audit-reminders-plan = Calendario de recordatorios modificado
