package ai.levqor.ops.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Tomcat 10.1 or 11, whichever is on the class path. */
final class TomcatServer implements TestServer {
    private final Tomcat tomcat;

    private TomcatServer(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    static TestServer start(String contextPath, Filter filter, HttpServlet host) throws Exception {
        var folder = Files.createDirectories(Path.of("target", "tomcat")).toAbsolutePath();
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        var connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        var context = tomcat.addContext(contextPath, folder.toString());
        var definition = new FilterDef();
        definition.setFilterName("levqor-ops");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName("levqor-ops");
        mapping.addURLPattern("/*");
        mapping.setDispatcher(DispatcherType.REQUEST.name());
        mapping.setDispatcher(DispatcherType.ASYNC.name());
        mapping.setDispatcher(DispatcherType.FORWARD.name());
        context.addFilterMap(mapping);
        var servlet = Tomcat.addServlet(context, "host", host);
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "host");
        tomcat.start();
        return new TomcatServer(tomcat);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
