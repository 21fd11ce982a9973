# Los mensajes que no están en main.ftl y las páginas sobre mensajes.
-institution = Periplus
mail-institution = { -institution }
mail-footer = Un programa ha escrito este mensaje para { -institution }. Puede responder: una persona leerá su respuesta.
mail-reminder-subject = Recordatorio: { $round }, { $department }
mail-reminder-waits = Las respuestas de { $department } a «{ $round }» aún no se han enviado. Lo que ha guardado se conserva.
mail-reminder-deadline = Le rogamos que las envíe a más tardar el { $deadline }.
mail-reminder-done = Si entretanto alguien de su departamento ya las ha enviado, no tiene que hacer nada.
mail-reminder-unsubscribe = No recibir más recordatorios de esta ronda
mail-test-subject = Mensaje de prueba
mail-test-text = Alguien de la secretaría ha pedido este mensaje para comprobar que los mensajes llegan. No tiene que hacer nada.
mail-test-link = Abrir el sitio
mail-sample-round = Acción exterior 2027
mail-sample-department = Dirección General de Pesca
mail-sample-token = ejemplo

nav-mail = Correo
mail-title = Correo
mail-caption = Mensajes, primero los más recientes
mail-none = No hay ningún mensaje así.
mail-next = Mensajes más antiguos
mail-filter = Filtrar
mail-filter-all = Todos
mail-filter-address = Parte de la dirección
mail-kind = Tipo
mail-attempts = Intentos
mail-attempt = Intento
mail-words = Respuesta del servidor
mail-sent = Enviado
mail-unsubscribe = Pone fin a los recordatorios
mail-next-attempt = Próximo intento
mail-history = Qué ha sido de él
mail-attempts-caption = Todos los intentos de envío, en UTC
mail-no-attempts = Todavía no se ha intentado enviarlo.
mail-began = Inicio
mail-ended = Fin
mail-outcome = Resultado
mail-stage = Última etapa
mail-secrets = Los secretos de sus enlaces se omiten: son para la persona a la que se escribió.
mail-as-text = Como texto sin formato
mail-as-html = Tal como lo muestran los programas de correo
mail-retry = Intentar de nuevo
mail-retry-all = Intentar de nuevo todos los abandonados
mail-trouble = No se puede usar el servidor de correo
mail-trouble-text = Desde { $since }, visto por última vez { $seen }. Los mensajes esperan y se reintentan solos. Dice:
mail-state-waiting = En espera
mail-state-sending = Enviándose
mail-state-sent = Enviado
mail-state-bounced = Rechazado
mail-state-dead = Abandonado
mail-kind-invitation = Invitación
mail-kind-link = Enlace nuevo
mail-kind-receipt = Acuse de recibo
mail-kind-reminder = Recordatorio
mail-kind-moved = Respuestas por confirmar
mail-kind-sign-in = Enlace para entrar
mail-kind-password = Enlace para elegir una contraseña
mail-kind-test = Prueba
mail-outcome-accepted = Aceptado
mail-outcome-refused = Rechazado definitivamente
mail-outcome-deferred = Ahora no
mail-outcome-uncertain = Sin respuesta tras entregar el mensaje
mail-outcome-impossible = No se puede redactar
mail-outcome-open = Sin terminar, o el programa se detuvo
mail-stage-compose = Redacción
mail-stage-sender = Remitente
mail-stage-recipient = Destinatario
mail-stage-data = Antes del mensaje
mail-stage-reply = Respuesta al mensaje
mail-previews = Cómo son los mensajes
mail-previews-text = Cada tipo de mensaje en cada idioma, con contenido inventado. Puede enviarse cualquiera de ellos.
mail-send-sample = Enviarlo a { $to }
mail-sample-sent = Está de camino a { $to }.
bounces-title = Direcciones que no funcionan
bounces-text = Lo que un servidor rechaza definitivamente aparece aquí por sí solo. Lo que vuelve más tarde puede anotarlo a mano o importarlo.
bounces-caption = Direcciones que no funcionan, primero las más recientes
bounces-none = No se conoce ninguna.
bounces-reason = Motivo
bounces-source = Origen
bounces-at = Anotado
bounces-hand = Anotar una
bounces-hand-button = Anotarla
bounces-import = Importar
bounces-file = Archivos
bounces-file-hint = Un archivo CSV con las columnas address y reason, o los mensajes con que los servidores informan de un fallo (.eml). Verá lo que dicen antes de que se anote nada.
bounces-check = Comprobar
bounces-trial-text = Aún no se ha anotado nada.
bounces-trial-caption = Lo que dicen los archivos
bounces-known = Conocida aquí
bounces-is-known = Sí
bounces-is-unknown = No: no se ha escrito a nadie allí
bounces-nothing-recorded = No se ha anotado nada. Corrija esto e inténtelo de nuevo.
bounces-line = línea { $line }
bounce-source-server = Rechazo del servidor
bounce-source-hand = Anotada a mano
bounce-source-list = Lista importada
bounce-source-report = Informe importado
bounce-problem-encoding = El archivo no es UTF-8. Guárdelo de nuevo como «CSV UTF-8».
bounce-problem-column = No hay ninguna columna { $value }. Su nombre debe estar en la primera línea.
bounce-problem-empty = No hay nada que leer. Elija un archivo con al menos una dirección.
bounce-problem-many = Hay más de { $value } líneas. Divida el archivo.
bounce-problem-cells = La línea tiene demasiadas celdas o le faltan.
bounce-problem-address = «{ $value }» no es una dirección de correo. Escríbala en la forma nombre@example.org.
bounce-problem-reason = Falta el motivo. Diga en pocas palabras por qué no funciona la dirección.
bounce-problem-doubled = La dirección ya está en la línea { $value }.
bounce-problem-not-failed = El informe dice «{ $value }», no que haya fallado una entrega.
unsubscribe-title = Dejar de recibir recordatorios
unsubscribe-text = { $address } no recibirá más recordatorios de «{ $round }». La invitación sigue en pie: aún puede responder.
unsubscribe-button = Dejar de recibir recordatorios
unsubscribe-ended-title = Ya no recibirá recordatorios
unsubscribe-ended-text = { $address } ya no recibe recordatorios de «{ $round }». La invitación sigue en pie: aún puede responder.
unsubscribe-again = Volver a recibir recordatorios
mail-retried = { $count ->
    [1] Se vuelve a intentar un mensaje.
   *[other] Se vuelven a intentar { $count } mensajes.
}
bounces-recorded = { $count ->
    [1] Se ha anotado una dirección.
   *[other] Se han anotado { $count } direcciones que no se conocían.
}
bounces-trial = { $count ->
    [1] Una dirección
   *[other] { $count } direcciones
}
bounces-record = { $count ->
    [1] Anotar esta dirección
   *[other] Anotar estas { $count } direcciones
}
